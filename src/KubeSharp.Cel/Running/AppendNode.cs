using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>The step of a loop that collects: one more element at the end of the list that nobody else has seen yet.</summary>
internal sealed class AppendNode(int accumulatorSlot, Node element) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        // As if the list were read, another one made, and both joined.
        frame.Charge(1 + RuntimeCost.ListCreation + 1);
        var list = frame.Locals[accumulatorSlot];
        var value = element.Evaluate(frame);
        if (value.IsError)
            return value;
        if (list.Reference is not GrowingList growing)
            return list;
        growing.Add(value);
        return list;
    }
}
