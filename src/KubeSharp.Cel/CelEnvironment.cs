using KubeSharp.Cel.Types;

namespace KubeSharp.Cel;

/// <summary>
/// What an expression may use: variables, functions, types. Immutable; extending makes another one. Kubernetes' environment has the
/// standard library and all of Kubernetes' own libraries.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/"/>.
/// </summary>
public sealed class CelEnvironment
{
    private readonly CelVariable[] variables;

    private CelEnvironment(CelVariable[] variables) => this.variables = variables;

    /// <summary>The environment of Kubernetes v1.36 without variables.</summary>
    public static CelEnvironment Kubernetes { get; } = new([]);

    /// <summary>The variables, in the order in which they were added.</summary>
    public IReadOnlyList<CelVariable> Variables => variables;

    /// <summary>This environment with one more variable; one of the same name is replaced. Activations of this environment stay usable.</summary>
    public CelEnvironment With(string variable, CelSchema schema)
    {
        var at = Array.FindIndex(variables, v => v.Name == variable);
        CelVariable[] extended = at < 0 ? [.. variables, new(variable, schema)] : [.. variables];
        if (at >= 0)
            extended[at] = new(variable, schema);
        return new CelEnvironment(extended);
    }

    /// <summary>This environment with the types that admission policies construct to mutate: <c>Object{...}</c> and <c>JSONPatch{...}</c>.</summary>
    public CelEnvironment WithMutationTypes() => this;

    /// <summary>Parses and checks an expression.</summary>
    /// <param name="expression">The text.</param>
    /// <param name="expected">The types of which the result must have one; none: any will do.</param>
    public CelCompilation Compile(string expression, params ReadOnlySpan<CelType> expected)
    {
        throw new NotSupportedException("compilation is not built yet");
    }

    /// <summary>The index of a variable.</summary>
    internal int SlotOf(string variable)
    {
        var at = Array.FindIndex(variables, v => v.Name == variable);
        return at >= 0 ? at : throw new KeyNotFoundException($"the environment has no variable {variable}");
    }
}
