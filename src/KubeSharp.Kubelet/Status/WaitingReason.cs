namespace KubeSharp.Kubelet.Status;

/// <summary>The reason and message of a waiting container.</summary>
internal sealed record WaitingReason(string Reason, string Message);
