using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.Cel;
using KubeSharp.Cel.Admission;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>The environments of a policy's expressions, and its variables: each may use those before it.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#variable-composition</remarks>
internal sealed class PolicyExpressions
{
    private const string TypeName = "kubernetes.variables";
    private readonly Dictionary<string, CelCompilation> variables = new(StringComparer.Ordinal);
    private readonly bool hasParameters;
    private readonly bool hasVariables;

    private PolicyExpressions(bool hasParameters, bool mutationTypes, bool hasVariables)
    {
        this.hasParameters = hasParameters;
        Full = AdmissionTypes.Environment(hasParameters, authorizer: true);
        if (mutationTypes) Full = Full.WithMutationTypes();
        Type = CelSchema.Object(TypeName, (ReadOnlySpan<CelField>)[]);
        this.hasVariables = mutationTypes || hasVariables;
        if (this.hasVariables) Full = Full.With("variables", Type);
    }

    /// <summary>What validations, mutations, variables and audit annotations may read.</summary>
    public CelEnvironment Full { get; private set; }

    /// <summary>What message expressions may read: all but the authorizer.</summary>
    public CelEnvironment Messages => field ??= AdmissionTypes.Environment(hasParameters, authorizer: false) is var without && hasVariables
        ? without.With("variables", Type)
        : without;

    /// <summary>The type of <c>variables</c>.</summary>
    public CelSchema Type { get; private set; }

    /// <summary>Compiles the variables of a policy.</summary>
    public static PolicyExpressions Compile(JsonObject spec, bool mutationTypes)
    {
        var expressions = new PolicyExpressions(spec.GetObject("paramKind") is not null, mutationTypes, HasVariables(spec));
        foreach (var item in spec.GetArray("variables") ?? [])
        {
            if (item is JsonObject variable) expressions.Add(variable.GetString("name") ?? "", variable.GetString("expression") ?? "");
        }

        return expressions;
    }

    /// <summary>Whether a policy has variables. A validating one that has none does not know the word.</summary>
    public static bool HasVariables(JsonObject spec) => spec.GetArray("variables") is { Count: > 0 };

    /// <summary>An environment for the expressions of a policy whose variables are added one by one, as its validation does.</summary>
    public static PolicyExpressions Empty(bool hasParameters, bool mutationTypes, bool hasVariables) => new(hasParameters, mutationTypes, hasVariables);

    /// <summary>Compiles one more variable; what does not compile is of any type to those after it.</summary>
    public CelCompilation Add(string name, string expression)
    {
        var compiled = Full.Compile(expression);
        variables[name] = compiled;
        var type = compiled.Program?.OutputType ?? CelType.Dyn;
        Type = CelSchema.Object(TypeName, [.. Type.Fields.Where(field => field.Name != name), new CelField(name, name, CelSchema.Of(type))]);
        Full = Full.With("variables", Type);
        return compiled;
    }

    /// <summary>The values for one evaluation: of the full environment, and with them those for messages.</summary>
    public (CelActivation Full, CelActivation Messages) Activate(ExpressionInput input, ExpressionRunner runner)
    {
        var full = input.Activate(Full);
        if (!hasVariables) return (full, input.Activate(Messages));
        var values = CelValue.Of(new PolicyVariables(Type.Type, variables, full, runner));
        full.Set("variables", values);
        return (full, input.Activate(Messages).Set("variables", values));
    }
}
