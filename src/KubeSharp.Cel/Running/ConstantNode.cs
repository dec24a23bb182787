using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A value known beforehand; it costs nothing.</summary>
internal sealed class ConstantNode(CelValue value) : Node
{
    public CelValue Value { get; } = value;

    public override CelValue Evaluate(Frame frame) => Value;
}
