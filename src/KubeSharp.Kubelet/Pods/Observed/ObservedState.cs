namespace KubeSharp.Kubelet.Pods.Observed;

/// <summary>What the runtime says a container is doing.</summary>
internal enum ObservedState
{
    Created,
    Running,
    Exited,
    Unknown,
}
