using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A variable of a comprehension.</summary>
internal sealed class LocalNode(int slot) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        return frame.Locals[slot];
    }
}
