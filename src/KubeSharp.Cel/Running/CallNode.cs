using System.Runtime.CompilerServices;
using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A call of a function. The overload is found by the kinds of the arguments.</summary>
internal sealed class CallNode(string function, Overload[] overloads, Node[] arguments) : Node
{
    private const int MaxArguments = 4;

    public override CelValue Evaluate(Frame frame)
    {
        var buffer = default(ArgumentBuffer);
        Span<CelValue> values = buffer;
        values = values[..arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Evaluate(frame);
            if (values[i].IsError)
                return values[i];
        }

        foreach (var overload in overloads)
        {
            if (!overload.Accepts(values))
                continue;
            // What is expensive is paid for before it is done.
            if (overload.Cost is not (CostRule.One or CostRule.Join))
            {
                frame.Charge(RuntimeCost.Of(overload.Cost, values, default));
                if (frame.Stopped is { } stopped)
                    return CelValue.Fail(stopped);
            }

            var result = overload.Body!(frame, values);
            if (overload.Cost is CostRule.One or CostRule.Join)
                frame.Charge(RuntimeCost.Of(overload.Cost, values, result));
            return result;
        }

        return function.Contains('.', StringComparison.Ordinal) || function.StartsWith('@') ? NoOverload : CelValue.Fail($"no such overload: {Describe(values)}");
    }

    private string Describe(ReadOnlySpan<CelValue> values)
    {
        var isMember = overloads.Length > 0 && overloads[0].IsMember;
        var names = new List<string>(values.Length);
        foreach (var value in isMember ? values[1..] : values)
            names.Add(RuntimeTypes.TypeOf(value).Name);
        var list = $"{function}({string.Join(", ", names)})";
        return isMember ? $"{RuntimeTypes.TypeOf(values[0]).Name}.{list}" : list;
    }

    [InlineArray(MaxArguments)]
    private struct ArgumentBuffer
    {
        private CelValue first;
    }
}
