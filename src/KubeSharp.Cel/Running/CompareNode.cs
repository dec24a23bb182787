using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>.</summary>
internal sealed class CompareNode(Node left, Node right, string comparison) : Node
{
    private readonly bool whenLess = comparison is Operators.Less or Operators.LessOrEqual;
    private readonly bool whenEqual = comparison is Operators.LessOrEqual or Operators.GreaterOrEqual;

    public override CelValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        if (a.IsError)
            return a;
        if (b.IsError)
            return b;
        frame.Charge(a.Kind is CelKind.String or CelKind.Bytes && a.Kind == b.Kind
            ? RuntimeCost.Scale(Math.Min(RuntimeCost.Size(a), RuntimeCost.Size(b)), RuntimeCost.StringFactor)
            : 1);
        if (Ordering.TryCompare(a, b, out var order))
            return CelValue.Of(order == 0 ? whenEqual : order < 0 == whenLess);
        if (!Equality.IsNumber(a.Kind) || !Equality.IsNumber(b.Kind))
            return NoOverload;
        return CelValue.Fail("NaN values cannot be ordered");
    }
}
