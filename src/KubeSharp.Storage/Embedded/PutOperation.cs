namespace KubeSharp.Storage.Embedded;

/// <summary>A compare-and-swap put.</summary>
internal sealed class PutOperation(string key, ReadOnlyMemory<byte> value, long? expected, long expiresAt) : WriteOperation<WriteResult>
{
    /// <inheritdoc />
    public override int Size => value.Length + key.Length;

    /// <inheritdoc />
    public override void Apply(WriteTransaction transaction)
    {
        var current = transaction.Current(key, out var node);
        if (expected is { } revision && revision != (current?.ModRevision ?? 0))
        {
            Result = DeleteOperation.Conflict(transaction, node, current);
            return;
        }

        var record = transaction.Put(key, node, current, value, expiresAt);
        Result = new WriteResult(true, record.ModRevision, new StoreEntry(key, value, record.CreateRevision, record.ModRevision));
    }
}
