using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>operand.?field</c>.</summary>
internal sealed class OptionalFieldNode(Node operand, string name) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var target = operand.Evaluate(frame);
        frame.Charge(1);
        return target.IsError ? target : Select(target, name);
    }

    internal static CelValue Select(in CelValue target, string name)
    {
        var inner = target;
        if (target.Kind == CelKind.Optional)
        {
            if (target.Reference is not CelBox box)
                return target;
            inner = box.Value;
        }

        if (!Members.TryField(inner, name, out var value))
            return inner.Kind is CelKind.Map or CelKind.Object ? CelValue.OptionalNone : CelValue.Fail($"no such key: {name}");
        return value.IsError ? value : CelValue.OptionalOf(value);
    }
}
