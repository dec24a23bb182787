using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel;

/// <summary>A checked expression, ready to run. Immutable and safe for concurrent use.</summary>
public sealed class CelProgram
{
    internal CelProgram(string expression, CelType outputType)
    {
        Expression = expression;
        OutputType = outputType;
    }

    /// <summary>The text.</summary>
    public string Expression { get; }

    /// <summary>The type of the result as the checker found it.</summary>
    public CelType OutputType { get; }

    /// <summary>What an evaluation can cost at most, from the sizes that the variables' schemas allow.</summary>
    public CostRange EstimateCost() => default;

    /// <summary>Whether the expression reads a variable of this name.</summary>
    public bool Reads(string variable) => false;

    /// <summary>Runs the program.</summary>
    /// <param name="activation">The variables.</param>
    /// <param name="costLimit">What the run may cost before it is stopped with an error of kind CostLimit.</param>
    /// <param name="cancellation">Stops the run with an error of kind Cancelled.</param>
    public CelEvaluation Evaluate(CelActivation activation, long costLimit = CelLimits.PerCall, CancellationToken cancellation = default)
    {
        throw new NotSupportedException("evaluation is not built yet");
    }
}
