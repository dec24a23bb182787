using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Writing;

/// <summary>What became of a deletion.</summary>
/// <param name="Object">The object as it is now, or as it was.</param>
/// <param name="Gone">Whether it is gone; otherwise it waits for its grace period or its finalizers.</param>
internal sealed record DeleteResult(StoredObject Object, bool Gone);
