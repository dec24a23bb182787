using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>Whether a loop over a predicate goes on: errors do not end it.</summary>
internal sealed class NotStrictlyFalseNode(Node operand) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var value = operand.Evaluate(frame);
        frame.Charge(1);
        return value.Kind == CelKind.Bool ? value : CelValue.True;
    }
}
