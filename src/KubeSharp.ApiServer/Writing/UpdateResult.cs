using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Writing;

/// <summary>What became of an update.</summary>
/// <param name="Object">The object as it is now.</param>
/// <param name="Created">Whether it did not exist before.</param>
internal sealed record UpdateResult(StoredObject Object, bool Created = false);
