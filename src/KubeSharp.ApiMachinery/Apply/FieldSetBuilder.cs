namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Collects the elements of one level of a <see cref="FieldSet"/> in any order.</summary>
internal struct FieldSetBuilder(int capacity)
{
    private readonly int capacity = capacity;
    private List<FieldSetEntry>? entries;

    /// <summary>Adds an element; one that is neither a member nor has children is left out.</summary>
    public void Add(string element, bool isMember, FieldSet? children)
    {
        if (!isMember && (children is null || children.IsEmpty)) return;
        (entries ??= new List<FieldSetEntry>(capacity)).Add(new FieldSetEntry(element, isMember, children ?? FieldSet.Empty));
    }

    /// <summary>The set. Elements that were added twice are united.</summary>
    public readonly FieldSet Build()
    {
        if (entries is null) return FieldSet.Empty;
        var sorted = entries.ToArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (string.CompareOrdinal(sorted[i - 1].Element, sorted[i].Element) < 0) continue;
            Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Element, b.Element));
            break;
        }

        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1].Element != sorted[i].Element) continue;
            var united = FieldSet.Empty;
            foreach (var entry in sorted) united = united.Union(new FieldSet([entry]));
            return united;
        }

        return new FieldSet(sorted);
    }
}
