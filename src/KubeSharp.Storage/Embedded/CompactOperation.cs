namespace KubeSharp.Storage.Embedded;

/// <summary>Makes a revision the oldest one that can be read. The rows go afterwards, in small steps.</summary>
internal sealed class CompactOperation(StoreIndex index, long revision) : WriteOperation<bool>
{
    /// <inheritdoc />
    public override void Apply(WriteTransaction transaction)
    {
        Result = revision > index.Compacted;
        if (Result)
            transaction.Statements.SetCompacted(revision);
    }

    /// <inheritdoc />
    public override void Complete()
    {
        if (Result)
            index.Compacted = Math.Max(index.Compacted, revision);
        base.Complete();
    }
}
