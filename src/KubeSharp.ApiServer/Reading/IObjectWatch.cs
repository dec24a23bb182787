namespace KubeSharp.ApiServer.Reading;

/// <summary>A running watch. One reader.</summary>
internal interface IObjectWatch : IAsyncDisposable
{
    /// <summary>The next changes; waits until there are some. An empty batch reports progress only.</summary>
    /// <exception cref="KubeSharp.Storage.CompactedException">The reader fell too far behind.</exception>
    ValueTask<ObjectChanges> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for a batch, empty if need be, that reports how far the watch has come. Does not wait.</summary>
    void RequestProgress();
}
