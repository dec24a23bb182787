using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Reading;

/// <summary>How requests read objects: the narrow waist between the handlers and the cache.</summary>
internal interface IObjectReader
{
    /// <summary>The same as <see cref="GetAsync"/> where that would neither wait nor fail; false otherwise.</summary>
    bool TryGet(StoredResource resource, string key, long? atLeast, out ObjectAnswer answer);

    /// <summary>One object, or null if there is none.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="key">The key.</param>
    /// <param name="atLeast">0: whatever the cache has now; a revision: not older than that; null: the most recent there is.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    ValueTask<Result<ObjectAnswer>> GetAsync(StoredResource resource, string key, long? atLeast, CancellationToken cancellationToken);

    /// <summary>Objects under a prefix in the order of their keys, as of one revision.</summary>
    ValueTask<Result<ObjectPage>> ListAsync(ListQuery query, CancellationToken cancellationToken);

    /// <summary>What happens under a prefix after a revision.</summary>
    ValueTask<Result<IObjectWatch>> WatchAsync(WatchQuery query, CancellationToken cancellationToken);
}
