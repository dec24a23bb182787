namespace KubeSharp.Kubelet.Volumes;

/// <summary>
/// A volume cannot be set up now: the message is what the pod's FailedMount event says. Trying again may help, since what is missing
/// may come.
/// </summary>
internal sealed class VolumeException(string message) : Exception(message);
