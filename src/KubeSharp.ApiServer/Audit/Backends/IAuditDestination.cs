namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>Stores encoded events. One call at a time, or concurrent ones, as its queue says.</summary>
internal interface IAuditDestination : IAsyncDisposable
{
    /// <summary>Stores events in order.</summary>
    /// <exception cref="IOException">They could not be stored.</exception>
    ValueTask StoreAsync(IReadOnlyList<byte[]> events, CancellationToken cancellationToken);
}
