using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>!operand</c>, <c>-operand</c>.</summary>
internal sealed class UnaryNode(Node operand, bool isNot) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var value = operand.Evaluate(frame);
        frame.Charge(1);
        if (value.IsError)
            return value;
        return value.Kind switch
        {
            CelKind.Bool when isNot => CelValue.Of(!value.Bool),
            CelKind.Int or CelKind.Duration when !isNot && value.Int == long.MinValue =>
                value.Kind == CelKind.Int ? CelValue.Fail("integer overflow") : CelValue.Fail("duration overflow"),
            CelKind.Int when !isNot => CelValue.Of(-value.Int),
            CelKind.Double when !isNot => CelValue.Of(-value.Double),
            CelKind.Duration when !isNot => CelValue.Duration(-value.Int),
            _ => NoOverload,
        };
    }
}
