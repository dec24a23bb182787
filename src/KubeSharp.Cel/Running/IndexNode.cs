using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>operand[index]</c> and <c>operand[?index]</c>.</summary>
internal sealed class IndexNode(Node operand, Node index, bool isOptional) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var target = operand.Evaluate(frame);
        var key = index.Evaluate(frame);
        frame.Charge(1);
        if (target.IsError)
            return target;
        if (key.IsError)
            return key;
        if (target.Kind == CelKind.Optional)
        {
            if (target.Reference is not CelBox box)
                return target;
            target = box.Value;
        }
        else if (!isOptional)
        {
            return Members.Index(target, key);
        }

        if (target.Kind is not (CelKind.List or CelKind.Map or CelKind.Object))
            return NoOverload;
        return Members.TryIndex(target, key, out var value) ? CelValue.OptionalOf(value) : CelValue.OptionalNone;
    }
}
