using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Writing;

/// <summary>What became of an update.</summary>
/// <param name="Object">The object as it is now.</param>
/// <param name="Created">Whether it did not exist before.</param>
/// <param name="Unchanged">Whether it is what was there already, so that nothing was written.</param>
internal sealed record UpdateResult(StoredObject Object, bool Created = false, bool Unchanged = false);
