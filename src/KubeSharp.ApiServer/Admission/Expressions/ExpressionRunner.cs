using KubeSharp.Cel;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Admission.Expressions;

/// <summary>Runs expressions one after the other on a common budget. For one request and one policy; not thread-safe.</summary>
internal sealed class ExpressionRunner(long budget, CancellationToken cancellationToken)
{
    private const string Spent = "validation failed due to running out of cost budget, no further validation rules will be run";

    /// <summary>Why no further expression is run; null while there is budget left.</summary>
    public string? Exhausted { get; private set; }

    /// <summary>What is left.</summary>
    public long Remaining { get; private set; } = budget;

    /// <summary>Runs one; an error is worded as answers have it.</summary>
    public CelValue Run(string expression, CelCompilation compiled, CelActivation activation)
    {
        if (Exhausted is not null) return CelValue.Fail(Exhausted);
        if (!compiled.Succeeded) return CelValue.Fail($"compilation error: compilation failed: {compiled.ErrorText}");
        var evaluation = compiled.Program.Evaluate(activation, CelLimits.PerCall, cancellationToken);
        Charge(evaluation.Cost);
        if (Exhausted is not null) return CelValue.Fail(Exhausted);
        return evaluation.Error is { } error ? CelValue.Fail($"expression '{expression}' resulted in error: {error.Message}") : evaluation.Value;
    }

    /// <summary>Takes what a part of an expression cost from the budget.</summary>
    public void Charge(long cost)
    {
        Remaining -= cost;
        if (Remaining < 0) Exhausted = Spent;
    }
}
