using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Running;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel;

/// <summary>A checked expression, ready to run. Immutable and safe for concurrent use.</summary>
public sealed class CelProgram
{
    private readonly CelEnvironment environment;
    private readonly Expression tree;
    private readonly Node root;
    private readonly int locals;

    internal CelProgram(CelEnvironment environment, string text, Expression tree, Node root, int locals)
    {
        this.environment = environment;
        Expression = text;
        this.tree = tree;
        this.root = root;
        this.locals = locals;
    }

    /// <summary>The text.</summary>
    public string Expression { get; }

    /// <summary>The type of the result as the checker found it.</summary>
    public CelType OutputType => tree.Type;

    /// <summary>What an evaluation can cost at most, from the sizes that the variables' schemas allow.</summary>
    public CostRange EstimateCost() => CostEstimator.Estimate(environment, tree);

    /// <summary>Whether the expression reads a variable of this name.</summary>
    public bool Reads(string variable) => References.Contains(tree, variable);

    /// <summary>Runs the program.</summary>
    /// <param name="activation">The variables.</param>
    /// <param name="costLimit">What the run may cost before it is stopped with an error of kind CostLimit.</param>
    /// <param name="cancellation">Stops the run with an error of kind Cancelled.</param>
    public CelEvaluation Evaluate(CelActivation activation, long costLimit = CelLimits.PerCall, CancellationToken cancellation = default)
    {
        var frame = new Frame(activation, locals, costLimit, cancellation);
        var value = root.Evaluate(frame);
        return new CelEvaluation(frame.Stopped is { } stopped ? CelValue.Fail(stopped) : value, frame.Cost);
    }
}
