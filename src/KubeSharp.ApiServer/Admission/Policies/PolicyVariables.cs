using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.Cel;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>The variable <c>variables</c> in one evaluation: a variable is computed when first read, and once.</summary>
internal sealed class PolicyVariables(CelType type, Dictionary<string, CelCompilation> compiled, CelActivation activation, ExpressionRunner runner) : ICelObject
{
    private readonly Dictionary<string, CelValue> values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CelType Type => type;

    /// <inheritdoc/>
    public bool TryGetField(string name, out CelValue value)
    {
        if (values.TryGetValue(name, out value)) return true;
        if (!compiled.TryGetValue(name, out var compilation)) return false;
        values[name] = value = Compute(name, compilation);
        return true;
    }

    private CelValue Compute(string name, CelCompilation compilation)
    {
        if (!compilation.Succeeded) return CelValue.Fail($"composited variable \"{name}\" fails to compile: compilation failed: {compilation.ErrorText}");
        var result = compilation.Program.Evaluate(activation);
        runner.Charge(result.Cost);
        return result.Error is { } error ? CelValue.Fail($"composited variable \"{name}\" fails to evaluate: {error.Message}") : result.Value;
    }
}
