using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>value in list</c>, <c>key in map</c>.</summary>
internal sealed class InNode(Node left, Node right) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var value = left.Evaluate(frame);
        var range = right.Evaluate(frame);
        if (value.IsError)
            return value;
        if (range.IsError)
            return range;
        switch (range.Kind)
        {
            case CelKind.List:
                frame.Charge(RuntimeCost.Size(range));
                return CelValue.Of(((CelList)range.Reference!).Contains(value));
            case CelKind.Map:
                frame.Charge(1);
                return CelValue.Of(((CelMap)range.Reference!).TryGet(value, out _));
            case CelKind.Object when value.String is { } name:
                frame.Charge(1);
                return CelValue.Of(Members.TryField(range, name, out _));
            default:
                return NoOverload;
        }
    }
}
