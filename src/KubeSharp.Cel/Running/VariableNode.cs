using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A variable of the environment.</summary>
internal sealed class VariableNode(string name, int slot) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        var value = frame.Activation[slot];
        return value.Kind == CelKind.None ? CelValue.Fail($"no such attribute(s): {name}") : value;
    }
}
