using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>+ - * / %</c>.</summary>
internal sealed class ArithmeticNode(Node left, Node right, char operation) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        if (a.IsError)
            return a;
        if (b.IsError)
            return b;
        frame.Charge(operation == '+' && a.Kind is CelKind.String or CelKind.Bytes
            ? RuntimeCost.Scale(RuntimeCost.Size(a) + RuntimeCost.Size(b), RuntimeCost.StringFactor)
            : 1);
        return a.Kind switch
        {
            CelKind.Int when b.Kind == CelKind.Int => Arithmetic.Ints(operation, a.Int, b.Int),
            CelKind.Uint when b.Kind == CelKind.Uint => Arithmetic.Uints(operation, a.Uint, b.Uint),
            CelKind.Double when b.Kind == CelKind.Double => Arithmetic.Doubles(operation, a.Double, b.Double),
            _ when operation == '+' => Arithmetic.Add(a, b),
            _ when operation == '-' => Arithmetic.Subtract(a, b),
            _ => NoOverload,
        };
    }
}
