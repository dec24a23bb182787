namespace KubeSharp.Kubelet.Pods;

/// <summary>Why the node does not run a pod that was bound to it: OutOfcpu, NodePorts, ...</summary>
internal sealed record Rejection(string Reason, string Message);
