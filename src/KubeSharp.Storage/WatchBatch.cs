namespace KubeSharp.Storage;

/// <summary>Events in the order of their revisions, and how far the watch has come with them.</summary>
/// <param name="Events">The events; empty when the batch only reports progress. A revision is never split over two batches.</param>
/// <param name="Revision">Everything the watch will ever deliver up to and including this revision has been delivered with this batch.</param>
public sealed record WatchBatch(IReadOnlyList<StoreEvent> Events, long Revision);
