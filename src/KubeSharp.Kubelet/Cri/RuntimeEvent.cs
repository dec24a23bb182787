namespace KubeSharp.Kubelet.Cri;

/// <summary>Something that happened to a container (or sandbox) with this id.</summary>
internal readonly record struct RuntimeEvent(RuntimeEventKind Kind, string ContainerId);
