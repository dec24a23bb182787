namespace KubeSharp.Storage.Embedded;

/// <summary>A write without meaning, to learn whether the disk takes writes again.</summary>
internal sealed class ProbeOperation : WriteOperation<bool>
{
    /// <inheritdoc />
    public override void Apply(WriteTransaction transaction)
    {
        transaction.Statements.Probe();
        Result = true;
    }
}
