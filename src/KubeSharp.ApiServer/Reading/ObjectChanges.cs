namespace KubeSharp.ApiServer.Reading;

/// <summary>Changes in the order of their revisions.</summary>
/// <param name="Changes">The changes; good until the next read of the watch that gave them.</param>
/// <param name="Revision">Everything up to and including this revision has been delivered.</param>
internal readonly record struct ObjectChanges(IReadOnlyList<ObjectChange> Changes, long Revision);
