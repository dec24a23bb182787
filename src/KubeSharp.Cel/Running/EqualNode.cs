using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>==</c> and <c>!=</c>.</summary>
internal sealed class EqualNode(Node left, Node right, bool wanted) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        if (a.IsError)
            return a;
        if (b.IsError)
            return b;
        frame.Charge(RuntimeCost.Scale(Math.Min(RuntimeCost.Size(a), RuntimeCost.Size(b)), RuntimeCost.StringFactor));
        return CelValue.Of(Equality.AreEqual(a, b) == wanted);
    }
}
