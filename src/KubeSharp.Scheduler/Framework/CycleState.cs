namespace KubeSharp.Scheduler.Framework;

/// <summary>
/// The memory of one scheduling cycle: plugins keep their prefilter and prescore results here, under themselves as key. A handful of
/// entries, so a linear search beats hashing.
/// </summary>
internal sealed class CycleState
{
    private (object Key, ICycleData Data)[] entries = [];
    private int count;

    /// <summary>Bit i set: the i-th filter plugin of the profile has nothing to say about this pod.</summary>
    public ulong SkippedFilters { get; set; }

    /// <summary>Bit i set: the i-th score plugin of the profile has nothing to say about this pod.</summary>
    public ulong SkippedScores { get; set; }

    /// <summary>Stores or replaces the data of <paramref name="key"/>.</summary>
    public void Set(object key, ICycleData data)
    {
        for (var i = 0; i < count; i++)
        {
            if (ReferenceEquals(entries[i].Key, key))
            {
                entries[i].Data = data;
                return;
            }
        }

        if (count == entries.Length)
            Array.Resize(ref entries, Math.Max(4, count * 2));
        entries[count++] = (key, data);
    }

    /// <summary>The data of <paramref name="key"/>, or null.</summary>
    public T? Get<T>(object key)
        where T : class, ICycleData
    {
        for (var i = 0; i < count; i++)
        {
            if (ReferenceEquals(entries[i].Key, key))
                return entries[i].Data as T;
        }

        return null;
    }

    /// <summary>A copy whose changes do not show in this one.</summary>
    public CycleState Clone()
    {
        var copy = new CycleState
        {
            SkippedFilters = SkippedFilters,
            SkippedScores = SkippedScores,
            entries = new (object, ICycleData)[count],
            count = count,
        };
        for (var i = 0; i < count; i++)
            copy.entries[i] = (entries[i].Key, entries[i].Data.Clone());
        return copy;
    }
}
