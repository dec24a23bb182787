using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>condition ? whenTrue : whenFalse</c>.</summary>
internal sealed class ConditionalNode(Node condition, Node whenTrue, Node whenFalse) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var decision = condition.Evaluate(frame);
        if (decision.Kind != CelKind.Bool)
            return decision.IsError ? decision : NoOverload;
        return (decision.Bool ? whenTrue : whenFalse).Evaluate(frame);
    }
}
