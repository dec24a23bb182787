using System.Text.RegularExpressions;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>text.matches(pattern)</c> and the like with a constant pattern, which is compiled once.</summary>
/// <param name="text">The text.</param>
/// <param name="pattern">The pattern, for its cost.</param>
/// <param name="regex">The pattern, compiled.</param>
/// <param name="use">What is wanted of it.</param>
internal sealed class RegexCallNode(Node text, CelValue pattern, Regex regex, Func<Regex, string, CelValue> use) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var value = text.Evaluate(frame);
        if (value.IsError)
            return value;
        if (value.String is not { } input)
            return NoOverload;
        frame.Charge(RuntimeCost.Of(CostRule.Regex, [value, pattern], default));
        return frame.Stopped is { } stopped ? CelValue.Fail(stopped) : use(regex, input);
    }
}
