namespace KubeSharp.Scheduler.Shell;

/// <summary>A message to the scheduling loop.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Item">The object it is about.</param>
internal readonly record struct ClusterChange(ClusterChangeKind Kind, object? Item);
