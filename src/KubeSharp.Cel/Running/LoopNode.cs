using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A comprehension. Its variables have slots of their own in the frame.</summary>
internal sealed class LoopNode : Node
{
    public required Node Range { get; init; }

    public required Node Initial { get; init; }

    public required Node Condition { get; init; }

    public required Node Step { get; init; }

    public required Node Result { get; init; }

    public required int AccumulatorSlot { get; init; }

    public required int FirstSlot { get; init; }

    /// <summary>-1 when there is only one variable.</summary>
    public required int SecondSlot { get; init; }

    /// <summary>Whether the accumulator is a list that only grows; the steps then append in place.</summary>
    public required bool Collects { get; init; }

    public override CelValue Evaluate(Frame frame)
    {
        var range = Range.Evaluate(frame);
        if (range.IsError)
            return range;
        var locals = frame.Locals;
        locals[AccumulatorSlot] = Initial.Evaluate(frame);
        if (Collects)
            locals[AccumulatorSlot] = CelValue.Of(new GrowingList());
        switch (range.Kind)
        {
            case CelKind.List:
                Run(frame, (CelList)range.Reference!);
                break;
            case CelKind.Map:
                Run(frame, (CelMap)range.Reference!);
                break;
            default:
                return CelValue.Fail("no such overload");
        }

        return Result.Evaluate(frame);
    }

    private void Run(Frame frame, CelList list)
    {
        var locals = frame.Locals;
        for (var i = 0; i < list.Count; i++)
        {
            if (SecondSlot < 0)
            {
                locals[FirstSlot] = list[i];
            }
            else
            {
                locals[FirstSlot] = CelValue.Of((long)i);
                locals[SecondSlot] = list[i];
            }

            if (!Turn(frame))
                return;
        }
    }

    private void Run(Frame frame, CelMap map)
    {
        var locals = frame.Locals;
        for (var i = 0; i < map.Count; i++)
        {
            locals[FirstSlot] = map.KeyAt(i);
            if (SecondSlot >= 0)
                locals[SecondSlot] = map.ValueAt(i);
            if (!Turn(frame))
                return;
        }
    }

    private bool Turn(Frame frame)
    {
        if (!frame.MayContinue())
            return false;
        var goOn = Condition.Evaluate(frame);
        if (goOn.Kind != CelKind.Bool || !goOn.Bool)
            return false;
        var step = Step.Evaluate(frame);
        frame.Locals[AccumulatorSlot] = step;
        return true;
    }
}
