namespace KubeSharp.Cel.Costs;

/// <summary>How large the keys and values of a list or map can be.</summary>
internal sealed record EntrySize(bool IsList, CostRange Key, CostRange Value)
{
    public static EntrySize? Union(EntrySize? a, EntrySize? b) =>
        a is null || b is null ? null : new EntrySize(a.IsList, a.Key.Union(b.Key), a.Value.Union(b.Value));
}
