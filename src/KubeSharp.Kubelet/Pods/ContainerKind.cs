namespace KubeSharp.Kubelet.Pods;

/// <summary>The list of a pod's spec in which a container stands.</summary>
internal enum ContainerKind
{
    Init,
    Main,
    Ephemeral,
}
