using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>optional.or(other)</c> and <c>optional.orValue(value)</c>: the other side is looked at only when needed.</summary>
internal sealed class OptionalOrNode(Node left, Node right, bool unwrap) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var value = left.Evaluate(frame);
        frame.Charge(1);
        if (value.IsError)
            return value;
        if (value.Kind != CelKind.Optional)
            return NoOverload;
        if (value.Reference is CelBox box)
            return unwrap ? box.Value : value;
        var other = right.Evaluate(frame);
        return unwrap || other.IsError || other.Kind == CelKind.Optional ? other : NoOverload;
    }
}
