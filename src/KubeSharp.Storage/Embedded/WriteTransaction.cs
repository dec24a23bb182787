using KubeSharp.Storage.Collections;

namespace KubeSharp.Storage.Embedded;

/// <summary>What operations do inside one transaction: rows go to the file at once, the index changes so that it can be taken back.</summary>
internal sealed class WriteTransaction(StoreIndex index, WriterStatements statements)
{
    private readonly List<(KeyNode Node, KeyRecord? Head)> _undo = [];
    private readonly List<NodeRecord> _written = [];
    private PersistentMap<KeyNode>.Builder? _keys;
    private long _revision = index.Revision;

    /// <summary>The newest revision, this transaction's writes included.</summary>
    public long Revision => _revision;

    /// <summary>What watches will be told.</summary>
    public List<StoreEvent> Events { get; } = [];

    /// <summary>The index, for what only the writer touches.</summary>
    public StoreIndex Index => index;

    /// <summary>The statements on the writer's connection.</summary>
    public WriterStatements Statements => statements;

    /// <summary>A key's record in force, this transaction's writes included.</summary>
    public KeyRecord? Current(string key, out KeyNode? node)
    {
        var found = _keys is null ? index.Keys.TryGetValue(key, out node) : _keys.TryGetValue(key, out node);
        return found && node!.Head is { Deleted: false } head ? head : null;
    }

    /// <summary>The value of a record.</summary>
    public byte[] ValueOf(KeyRecord record) => statements.ReadValue(record.ModRevision);

    /// <summary>Writes a value.</summary>
    public KeyRecord Put(string key, KeyNode? node, KeyRecord? current, ReadOnlyMemory<byte> value, long expiresAt)
    {
        var revision = ++_revision;
        statements.Insert(revision, key, current?.CreateRevision ?? revision, current?.ModRevision ?? 0, deleted: false, expiresAt, value.Span);
        if (node is null)
        {
            node = new KeyNode(key);
            (_keys ??= index.Keys.ToBuilder()).Set(key, node);
        }

        var record = new KeyRecord(revision, current?.CreateRevision ?? revision, deleted: false, expiresAt, node.Head);
        Write(node, record);
        Events.Add(new StoreEvent
        {
            Type = current is null ? StoreEventType.Created : StoreEventType.Updated,
            Key = node.Key,
            Revision = revision,
            CreateRevision = record.CreateRevision,
            PreviousRevision = current?.ModRevision ?? 0,
            Value = value,
        });
        return record;
    }

    /// <summary>Deletes a key that exists.</summary>
    /// <returns>The value it had.</returns>
    public byte[] Delete(KeyNode node, KeyRecord current)
    {
        var value = ValueOf(current);
        var revision = ++_revision;
        statements.Insert(revision, node.Key, current.CreateRevision, current.ModRevision, deleted: true, expiresAt: 0, []);
        Write(node, new KeyRecord(revision, current.CreateRevision, deleted: true, expiresAt: 0, current));
        Events.Add(new StoreEvent
        {
            Type = StoreEventType.Deleted,
            Key = node.Key,
            Revision = revision,
            CreateRevision = current.CreateRevision,
            PreviousRevision = current.ModRevision,
            PreviousValue = value,
        });
        return value;
    }

    /// <summary>After the commit: makes the keys findable and queues the records for compaction and expiry. The caller publishes the revision.</summary>
    public void Accept()
    {
        if (_keys is not null)
            index.Keys = _keys.ToMap();
        foreach (var entry in _written)
            IndexLoader.Note(index, entry);
    }

    /// <summary>After a failed commit: puts the index back.</summary>
    public void TakeBack()
    {
        for (var i = _undo.Count - 1; i >= 0; i--)
            _undo[i].Node.Head = _undo[i].Head;
    }

    private void Write(KeyNode node, KeyRecord record)
    {
        _undo.Add((node, node.Head));
        node.Head = record;
        _written.Add(new NodeRecord(node, record));
    }
}
