using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <summary>The container that a probe looks at.</summary>
/// <param name="Pod">Its pod, for events and named ports.</param>
/// <param name="Container">Its spec.</param>
/// <param name="ContainerId">The runtime's id of the running instance.</param>
/// <param name="PodIP">Where its ports are.</param>
internal sealed record ProbeTarget(Pod Pod, Container Container, string ContainerId, string PodIP);
