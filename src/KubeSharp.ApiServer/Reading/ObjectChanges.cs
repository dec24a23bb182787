namespace KubeSharp.ApiServer.Reading;

/// <summary>Changes in the order of their revisions.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Revision">Everything up to and including this revision has been delivered.</param>
internal sealed record ObjectChanges(IReadOnlyList<ObjectChange> Changes, long Revision);
