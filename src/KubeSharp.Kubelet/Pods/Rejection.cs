namespace KubeSharp.Kubelet.Pods;

/// <summary>Why the node does not run a pod that was bound to it: OutOfcpu, NodePorts, ...</summary>
/// <param name="Reason">In one word.</param>
/// <param name="Message">For people.</param>
/// <param name="ByNode">The Node object is the reason: a newer one may think otherwise.</param>
internal sealed record Rejection(string Reason, string Message, bool ByNode = false);
