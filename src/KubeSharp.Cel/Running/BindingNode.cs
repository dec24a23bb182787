using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A value with a name, computed where the name is first read.</summary>
internal sealed class BindingNode(Node value, int slot, Node result) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Locals[slot] = value.Evaluate(frame);
        return result.Evaluate(frame);
    }
}
