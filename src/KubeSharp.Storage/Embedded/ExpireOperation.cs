namespace KubeSharp.Storage.Embedded;

/// <summary>Deletes keys whose time to live is over.</summary>
internal sealed class ExpireOperation(StoreIndex index, long now, StoreUpkeep upkeep) : WriteOperation<bool>
{
    private const int KeysPerStep = 100;

    // What was taken from the queue, also what an update has overtaken: the update may fail with this transaction, and the time then counts again.
    private readonly List<NodeRecord> _taken = [];

    /// <inheritdoc />
    public override void Apply(WriteTransaction transaction)
    {
        var deleted = 0;
        while (deleted < KeysPerStep && index.Expiring.TryPeek(out var entry, out var at) && at <= now)
        {
            _taken.Add(index.Expiring.Dequeue());
            if (entry.Node.Head != entry.Record)
                continue;
            deleted++;
            transaction.Delete(entry.Node, entry.Record);
        }

        Result = deleted == KeysPerStep;
    }

    /// <inheritdoc />
    public override void Complete()
    {
        upkeep.ExpiryDone();
        base.Complete();
    }

    /// <inheritdoc />
    public override void Fail(StoreException fault)
    {
        foreach (var entry in _taken)
            index.Expiring.Enqueue(entry, entry.Record.ExpiresAt);
        _taken.Clear();
        upkeep.ExpiryDone();
        base.Fail(fault);
    }
}
