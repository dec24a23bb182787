using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// The last changes of a resource, numbered one after the other: all watchers read this one log, each from its own place, so a watcher costs no queue of
/// its own. Bounded in number and bytes; who falls off its end is too slow.
/// </summary>
/// <remarks>One writer; readers take no lock. Entries know their number, so that a reader notices when one was replaced under it.</remarks>
internal sealed class ChangeLog(TimeProvider time, long floor)
{
    private const int FirstCapacity = 128;
    private const int MaxCapacity = 16_384;
    private const long MaxBytes = 32 << 20;

    // Changes younger than this are worth growing for: the time a watcher may take to come back.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(75);
    private Entry?[] _entries = new Entry?[FirstCapacity];
    private long _head;
    private long _tail;
    private long _floor = floor;
    private long _bytes;

    /// <summary>The number that the next change will get.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>The log is complete after this revision.</summary>
    public long Floor => Volatile.Read(ref _floor);

    /// <summary>Adds a change.</summary>
    public void Append(ObjectChange change)
    {
        var head = _head;
        if (head - _tail == _entries.Length && !Grow())
            DropOldest();
        var size = SizeOf(change);
        _bytes += size;
        while (_bytes > MaxBytes && head - _tail > 100)
            DropOldest();
        Volatile.Write(ref _entries[head & (_entries.Length - 1)], new Entry(head, change, time.GetTimestamp()));
        Volatile.Write(ref _head, head + 1);
    }

    /// <summary>The number of the first change after a revision; null when the log does not go back so far.</summary>
    public long? FindAfter(long revision)
    {
        while (true)
        {
            if (revision < Floor)
                return null;
            var entries = Volatile.Read(ref _entries);
            long low = Volatile.Read(ref _tail), high = Head;
            var lost = false;
            while (low < high && !lost)
            {
                var middle = (low + high) >> 1;
                var entry = At(entries, middle);
                lost = entry is null;
                if (entry?.Change.Revision > revision)
                    high = middle;
                else
                    low = middle + 1;
            }

            // The writer dropped or moved entries meanwhile: look again.
            if (!lost && revision >= Floor)
                return low;
        }
    }

    /// <summary>Collects the changes that concern a watch.</summary>
    /// <param name="next">The number to begin with; afterwards the one to go on with.</param>
    /// <param name="selection">Which changes to collect.</param>
    /// <param name="max">Stop at this many.</param>
    /// <param name="changes">Where to put them.</param>
    /// <returns>False when the log has lost what comes next.</returns>
    public bool Read(ref long next, WatchSelection selection, int max, List<ObjectChange> changes)
    {
        var head = Head;
        var entries = Volatile.Read(ref _entries);
        while (next < head && changes.Count < max)
        {
            var entry = At(entries, next);
            if (entry is null)
            {
                var moved = Volatile.Read(ref _entries);
                if (moved == entries)
                    return false;
                entries = moved;
                continue;
            }

            next++;
            if (selection.Concerns(entry.Change))
                changes.Add(entry.Change);
        }

        return true;
    }

    private static Entry? At(Entry?[] entries, long number)
    {
        var entry = Volatile.Read(ref entries[number & (entries.Length - 1)]);
        return entry?.Number == number ? entry : null;
    }

    private static int SizeOf(ObjectChange change) => (change.Current ?? change.Previous)!.Json.Length + 256;

    private bool Grow()
    {
        if (_entries.Length >= MaxCapacity || time.GetElapsedTime(At(_entries, _tail)!.Time) > Fresh)
            return false;
        var larger = new Entry?[_entries.Length * 2];
        for (var number = _tail; number < _head; number++)
            larger[number & (larger.Length - 1)] = At(_entries, number);
        Volatile.Write(ref _entries, larger);
        return true;
    }

    private void DropOldest()
    {
        ref var slot = ref _entries[_tail & (_entries.Length - 1)];
        var entry = slot!;
        _bytes -= SizeOf(entry.Change);
        Volatile.Write(ref _floor, entry.Change.Revision);
        Volatile.Write(ref _tail, _tail + 1);
        Volatile.Write(ref slot, null);
    }

    private sealed record Entry(long Number, ObjectChange Change, long Time);
}
