namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>The reason and message of a pod that the node itself failed.</summary>
/// <param name="Reason">Evicted, DeadlineExceeded, ...</param>
/// <param name="Message">For people.</param>
/// <param name="Disruption">The condition DisruptionTarget says that the node terminated it.</param>
/// <param name="Rejected">The node never took the pod in.</param>
internal sealed record TerminationOutcome(string Reason, string Message, bool Disruption = false, bool Rejected = false);
