using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>Type{field: value}</c>.</summary>
internal sealed class ObjectNode(CelType type, (string Name, Node Value, bool Optional)[] fields) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var given = new List<KeyValuePair<string, CelValue>>(fields.Length);
        foreach (var (name, node, optional) in fields)
        {
            var value = node.Evaluate(frame);
            if (value.IsError)
                return value;
            if (optional)
            {
                if (value.Kind != CelKind.Optional)
                    return CelValue.Fail($"cannot initialize optional entry '{name}' from non-optional value");
                if (value.Reference is not CelBox box)
                    continue;
                value = box.Value;
            }

            given.Add(new(name, value));
        }

        frame.Charge(RuntimeCost.ObjectCreation);
        return CelValue.Of((ICelObject)new MadeObject(type, [.. given]));
    }
}
