namespace KubeSharp.Cel.Values;

/// <summary>A map that an expression made. Numeric keys are found by value, whatever their type.</summary>
internal sealed class ArrayMap : CelMap
{
    private readonly Dictionary<CelValue, int> index = new(Equality.Keys);
    private readonly List<CelValue> keys = [];
    private readonly List<CelValue> values = [];

    public override int Count => keys.Count;

    public override CelValue KeyAt(int position) => keys[position];

    public override CelValue ValueAt(int position) => values[position];

    public override bool TryGet(in CelValue key, out CelValue value)
    {
        if (index.TryGetValue(key, out var at))
        {
            value = values[at];
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Adds an entry; false when the key is taken.</summary>
    public bool TryAdd(in CelValue key, in CelValue value)
    {
        if (!index.TryAdd(key, keys.Count))
            return false;
        keys.Add(key);
        values.Add(value);
        return true;
    }
}
