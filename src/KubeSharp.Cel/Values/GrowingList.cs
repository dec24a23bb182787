namespace KubeSharp.Cel.Values;

/// <summary>The list that a loop collects; only the loop itself appends to it.</summary>
internal sealed class GrowingList : CelList
{
    private readonly List<CelValue> items = [];

    public override int Count => items.Count;

    public override CelValue this[int index] => items[index];

    public void Add(in CelValue value) => items.Add(value);
}
