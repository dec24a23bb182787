namespace KubeSharp.ApiServer.Reading;

/// <summary>One change of one object. Shared between watchers.</summary>
/// <param name="Current">The object as written; null if it was deleted.</param>
/// <param name="Previous">
/// The object as it was before; null if it is new. For a deletion its bytes carry the revision of the deletion as resourceVersion, as clients see it.
/// </param>
/// <param name="Revision">The revision of the change.</param>
internal sealed record ObjectChange(StoredObject? Current, StoredObject? Previous, long Revision);
