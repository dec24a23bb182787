using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>[a, ?b]</c>.</summary>
internal sealed class ListNode(Node[] elements, bool[] optional) : Node
{
    private readonly bool hasOptional = Array.IndexOf(optional, true) >= 0;

    public override CelValue Evaluate(Frame frame)
    {
        var items = new CelValue[elements.Length];
        var count = 0;
        for (var i = 0; i < elements.Length; i++)
        {
            var value = elements[i].Evaluate(frame);
            if (value.IsError)
                return value;
            if (optional[i])
            {
                if (value.Kind != CelKind.Optional)
                    return CelValue.Fail($"cannot initialize optional list element from non-optional value");
                if (value.Reference is not CelBox box)
                    continue;
                value = box.Value;
            }

            items[count++] = value;
        }

        frame.Charge(RuntimeCost.ListCreation);
        return CelValue.Of(new ArrayList(hasOptional ? items[..count] : items));
    }
}
