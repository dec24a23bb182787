namespace KubeSharp.Storage.Embedded;

/// <summary>Deletes keys whose time to live is over.</summary>
internal sealed class ExpireOperation(StoreIndex index, long now, StoreUpkeep upkeep) : WriteOperation<bool>
{
    private const int KeysPerStep = 100;
    private readonly List<NodeRecord> _due = [];

    /// <inheritdoc />
    public override void Apply(WriteTransaction transaction)
    {
        while (_due.Count < KeysPerStep && index.Expiring.TryPeek(out var entry, out var at) && at <= now)
        {
            index.Expiring.Dequeue();
            if (entry.Node.Head != entry.Record)
                continue;
            _due.Add(entry);
            transaction.Delete(entry.Node, entry.Record);
        }

        Result = _due.Count == KeysPerStep;
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
        foreach (var entry in _due)
            index.Expiring.Enqueue(entry, entry.Record.ExpiresAt);
        _due.Clear();
        upkeep.ExpiryDone();
        base.Fail(fault);
    }
}
