using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>has(operand.field)</c>. The test itself costs nothing.</summary>
internal sealed class HasNode(Node operand, string name) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var target = operand.Evaluate(frame);
        if (target.IsError)
            return target;
        if (target.Kind == CelKind.Optional)
        {
            if (target.Reference is not CelBox box)
                return CelValue.False;
            target = box.Value;
        }

        if (target.Kind is not (CelKind.Map or CelKind.Object or CelKind.Null))
            return NoOverload;
        if (!Members.TryField(target, name, out var value))
            return CelValue.False;
        return value.IsError ? value : CelValue.True;
    }
}
