using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A field of an operand. Of an optional operand the field is optional too.</summary>
internal sealed class FieldNode(Node operand, string name) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var target = operand.Evaluate(frame);
        frame.Charge(1);
        if (target.IsError)
            return target;
        if (target.Kind == CelKind.Optional)
            return OptionalFieldNode.Select(target, name);
        return Members.TryField(target, name, out var value) ? value : Members.MissingField(target, name);
    }
}
