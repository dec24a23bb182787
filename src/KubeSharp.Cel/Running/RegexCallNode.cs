using System.Text.RegularExpressions;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>text.matches(pattern)</c> with a constant pattern, which is compiled once.</summary>
internal sealed class RegexCallNode(Node text, CelValue pattern, Regex regex) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var value = text.Evaluate(frame);
        if (value.IsError)
            return value;
        if (value.String is not { } input)
            return NoOverload;
        frame.Charge(RuntimeCost.Of(CostRule.Regex, [value, pattern], default));
        return CelValue.Of(regex.IsMatch(input));
    }
}
