using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Cel;
using KubeSharp.Cel.Admission;
using KubeSharp.Cel.Types;

namespace KubeSharp.Controllers;

/// <summary>Checks the expressions of a validating admission policy against the types that it matches. Pure.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking</remarks>
internal static class PolicyTypeChecker
{
    // More types than this are not looked at: a policy for everything would be checked against everything.
    private const int MostTypes = 10;

    /// <summary>What is wrong: where, and the faults of each type. Types behind wildcards and custom ones are not looked at.</summary>
    public static List<(string Field, string Warning)> Check(JsonObject policy)
    {
        List<(string Field, string Warning)> warnings = [];
        JsonObject spec = policy.GetObject("spec") ?? [];
        List<(string Name, CelEnvironment Full, CelEnvironment Messages)> types = [.. Types(spec).Select(type => Environments(spec, type))];
        if (types.Count == 0) return warnings;
        JsonArray validations = spec.GetArray("validations") ?? [];
        for (int i = 0; i < validations.Count; i++)
        {
            if (validations[i] is not JsonObject validation) continue;
            Add($"spec.validations[{i}].expression", validation.GetString("expression"), messages: false);
            Add($"spec.validations[{i}].messageExpression", validation.GetString("messageExpression"), messages: true);
        }

        return warnings;

        void Add(string field, string? expression, bool messages)
        {
            if (string.IsNullOrWhiteSpace(expression)) return;
            List<string> faults = [];
            foreach ((string name, CelEnvironment full, CelEnvironment other) in types)
            {
                CelCompilation compiled = (messages ? other : full).Compile(expression);
                if (!compiled.Succeeded) faults.Add($"{name}: {compiled.ErrorText}");
            }

            if (faults.Count > 0) warnings.Add((field, string.Join('\n', faults)));
        }
    }

    private static (string Name, CelEnvironment Full, CelEnvironment Messages) Environments(JsonObject spec, ResourceDefinition type)
    {
        CelSchema documents = CelSchema.FromType(type.Schema);
        CelSchema? parameters = spec.GetObject("paramKind") is { } kind ? ParameterType(kind) : null;
        CelEnvironment full = AdmissionTypes.Environment(documents, parameters, authorizer: true);
        List<(string Name, CelSchema Schema)> variables = [];
        full = full.With("variables", Variables(variables));
        foreach (JsonObject variable in (spec.GetArray("variables") ?? []).OfType<JsonObject>())
        {
            CelCompilation compiled = full.Compile(variable.GetString("expression") ?? "");
            variables.Add((variable.GetString("name") ?? "", CelSchema.Of(compiled.Program?.OutputType ?? CelType.Dyn)));
            full = full.With("variables", Variables(variables));
        }

        CelEnvironment messages = AdmissionTypes.Environment(documents, parameters, authorizer: false).With("variables", Variables(variables));
        return ($"{type.ApiVersion}, Kind={type.Kind}", full, messages);
    }

    private static CelSchema Variables(List<(string Name, CelSchema Schema)> variables) => CelSchema.Object("kubernetes.variables", [.. variables]);

    private static CelSchema ParameterType(JsonObject kind)
    {
        string[] parts = (kind.GetString("apiVersion") ?? "").Split('/');
        (string group, string version) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        return SchemaRegistry.Kubernetes.FindKind(group, version, kind.GetString("kind") ?? "") is { } schema ? CelSchema.FromType(schema) : CelType.Dyn;
    }

    private static List<ResourceDefinition> Types(JsonObject spec)
    {
        SortedDictionary<string, ResourceDefinition> found = new(StringComparer.Ordinal);
        foreach (JsonObject rule in (spec.FindArray("matchConstraints", "resourceRules") ?? []).OfType<JsonObject>())
        {
            foreach (string group in Plain(rule, "apiGroups"))
            {
                foreach (string version in Plain(rule, "apiVersions"))
                {
                    foreach (string resource in Plain(rule, "resources"))
                    {
                        if (found.Count < MostTypes && SchemaRegistry.Kubernetes.FindResource(group, version, resource) is { } type)
                            found[$"{type.ApiVersion}, Kind={type.Kind}"] = type;
                    }
                }
            }
        }

        return [.. found.Values];
    }

    // Without wildcards and subresources.
    private static IEnumerable<string> Plain(JsonObject rule, string member) =>
        (rule.GetArray(member) ?? []).OfType<JsonString>().Select(text => text.Value).Where(text => !text.Contains('*') && !text.Contains('/'));
}
