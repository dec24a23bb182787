using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>The step of a loop that collects a map: one more entry, or all entries of a map.</summary>
internal sealed class MapInsertNode(Node map, Node key, Node? value) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var into = map.Evaluate(frame);
        var first = key.Evaluate(frame);
        var second = value?.Evaluate(frame) ?? default;
        frame.Charge(1);
        if (into.IsError)
            return into;
        if (first.IsError)
            return first;
        if (second.IsError)
            return second;
        if (into.Reference is not CelMap entries)
            return NoOverload;
        // The map made by the loop itself may grow in place.
        if (entries is not ArrayMap growing)
        {
            growing = new ArrayMap();
            for (var i = 0; i < entries.Count; i++)
                growing.TryAdd(entries.KeyAt(i), entries.ValueAt(i));
        }

        if (value is not null)
            return growing.TryAdd(first, second) ? CelValue.Of(growing) : Repeated(first);
        if (first.Reference is not CelMap more)
            return NoOverload;
        for (var i = 0; i < more.Count; i++)
        {
            if (!growing.TryAdd(more.KeyAt(i), more.ValueAt(i)))
                return Repeated(more.KeyAt(i));
        }

        return CelValue.Of(growing);
    }

    private static CelValue Repeated(in CelValue key) => CelValue.Fail($"insert failed: key {key.String ?? JsonForm.Of(key)?.ToString()} already exists");
}
