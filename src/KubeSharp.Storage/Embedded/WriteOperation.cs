namespace KubeSharp.Storage.Embedded;

/// <summary>Something the writer does inside a transaction, together with whatever else is waiting.</summary>
internal abstract class WriteOperation
{
    /// <summary>Roughly how many bytes it writes, to bound a transaction.</summary>
    public virtual int Size => 0;

    /// <summary>Does it. What it changes in memory must be undone by <see cref="Fail"/> or by the transaction.</summary>
    public abstract void Apply(WriteTransaction transaction);

    /// <summary>It is durable and published.</summary>
    public abstract void Complete();

    /// <summary>The transaction failed.</summary>
    public abstract void Fail(StoreException fault);
}
