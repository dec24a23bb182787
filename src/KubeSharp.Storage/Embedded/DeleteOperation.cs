namespace KubeSharp.Storage.Embedded;

/// <summary>A compare-and-swap delete.</summary>
internal sealed class DeleteOperation(string key, long? expected) : WriteOperation<WriteResult>
{
    /// <inheritdoc />
    public override int Size => key.Length;

    /// <summary>The answer when the expectation does not hold.</summary>
    public static WriteResult Conflict(WriteTransaction transaction, KeyNode? node, KeyRecord? current) => new(
        false,
        transaction.Revision,
        current is null ? null : new StoreEntry(node!.Key, transaction.ValueOf(current), current.CreateRevision, current.ModRevision));

    /// <inheritdoc />
    public override void Apply(WriteTransaction transaction)
    {
        var current = transaction.Current(key, out var node);
        if (current is null || (expected is { } revision && revision != current.ModRevision))
        {
            Result = Conflict(transaction, node, current);
            return;
        }

        var value = transaction.Delete(node!, current);
        Result = new WriteResult(true, transaction.Revision, new StoreEntry(key, value, current.CreateRevision, current.ModRevision));
    }
}
