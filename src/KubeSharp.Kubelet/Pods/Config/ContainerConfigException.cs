namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>A container cannot be configured from what the pod says (CreateContainerConfigError); the message is for the user.</summary>
internal sealed class ContainerConfigException(string message, Exception? inner = null) : Exception(message, inner);
