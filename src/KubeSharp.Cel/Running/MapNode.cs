using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary><c>{key: value}</c>.</summary>
internal sealed class MapNode((Node Key, Node Value, bool Optional)[] entries) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var map = new ArrayMap();
        foreach (var (keyNode, valueNode, optional) in entries)
        {
            var key = keyNode.Evaluate(frame);
            if (key.IsError)
                return key;
            var value = valueNode.Evaluate(frame);
            if (value.IsError)
                return value;
            if (key.Kind is not (CelKind.String or CelKind.Int or CelKind.Uint or CelKind.Bool))
                return CelValue.Fail($"unsupported key type: {RuntimeTypes.TypeOf(key).Name}");
            if (optional)
            {
                if (value.Kind != CelKind.Optional)
                    return CelValue.Fail("cannot initialize optional entry from non-optional value");
                if (value.Reference is not CelBox box)
                    continue;
                value = box.Value;
            }

            if (!map.TryAdd(key, value))
                return CelValue.Fail($"Failed with repeated key: {key.String ?? JsonForm.Of(key)?.ToString()}");
        }

        frame.Charge(RuntimeCost.MapCreation);
        return CelValue.Of(map);
    }
}
