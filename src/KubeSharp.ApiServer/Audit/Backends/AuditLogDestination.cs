namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>Writes events into the log, a line each.</summary>
internal sealed class AuditLogDestination(IAuditLine output) : IAuditDestination
{
    public ValueTask StoreAsync(IReadOnlyList<byte[]> events, CancellationToken cancellationToken)
    {
        // Into the page cache: as quick as a hand-over to another thread would be.
        foreach (var line in events) output.Write(line);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        output.Dispose();
        return default;
    }
}
