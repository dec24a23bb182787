using KubeSharp.Storage.Collections;

namespace KubeSharp.Storage.Embedded;

/// <summary>
/// Removes some rows that compaction made unreachable, inside whatever transaction comes next; readers cannot miss them, because the compacted revision
/// was raised before. The last step gives free pages back to the file system when there are many.
/// </summary>
internal sealed class CompactionStep(StoreIndex index) : WriteOperation<bool>
{
    // About a millisecond of work, so that writers behind it hardly wait.
    private const int RowsPerStep = 100;
    private const int PagesPerStep = 256;
    private readonly List<NodeRecord> _taken = [];

    /// <inheritdoc />
    public override void Apply(WriteTransaction transaction)
    {
        while (_taken.Count < RowsPerStep && index.History.TryPeek(out var entry) && entry.Record.ModRevision <= index.Compacted)
        {
            _taken.Add(index.History.Dequeue());
            // A deletion's own row goes by its own entry, not by that of the put after it.
            if (entry.Record.Previous is { Deleted: false } previous)
                transaction.Statements.DeleteRow(previous.ModRevision);
            if (entry.Record.Deleted)
                transaction.Statements.DeleteRow(entry.Record.ModRevision);
        }

        Result = _taken.Count == RowsPerStep || Shrink(transaction);
    }

    /// <inheritdoc />
    public override void Complete()
    {
        PersistentMap<KeyNode>.Builder? keys = null;
        foreach (var (node, record) in _taken)
        {
            record.ForgetPrevious();
            if (record.Deleted && node.Head == record)
                (keys ??= index.Keys.ToBuilder()).Remove(node.Key);
        }

        if (keys is not null)
            index.Keys = keys.ToMap();
        base.Complete();
    }

    /// <inheritdoc />
    public override void Fail(StoreException fault)
    {
        var later = index.History.ToArray();
        index.History.Clear();
        foreach (var entry in _taken)
            index.History.Enqueue(entry);
        foreach (var entry in later)
            index.History.Enqueue(entry);
        _taken.Clear();
        base.Fail(fault);
    }

    // Pages are reused by later writes; only a file that is mostly free and not small is worth moving pages for.
    private static bool Shrink(WriteTransaction transaction)
    {
        var database = transaction.Statements.Database;
        var free = database.QueryInt64("PRAGMA freelist_count");
        if (free < 4096 || free * 2 < database.QueryInt64("PRAGMA page_count"))
            return false;
        database.Execute($"PRAGMA incremental_vacuum({PagesPerStep})");
        return true;
    }
}
