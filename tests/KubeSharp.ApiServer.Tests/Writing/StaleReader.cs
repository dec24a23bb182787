using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Tests.Writing;

/// <summary>A cache that has one object, as old as one likes.</summary>
internal sealed class StaleReader : IObjectReader
{
    public StoredObject? Has { get; set; }

    public bool TryGet(StoredResource resource, string key, long? atLeast, out ObjectAnswer answer)
    {
        answer = new ObjectAnswer(Has, Has?.Revision ?? 0);
        return true;
    }

    public ValueTask<Result<ObjectAnswer>> GetAsync(StoredResource resource, string key, long? atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Result<ObjectPage>> ListAsync(ListQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Result<IObjectWatch>> WatchAsync(WatchQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
}
