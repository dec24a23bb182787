namespace KubeSharp.Kubelet.Cgroups;

/// <summary>What a pod's cgroup is given.</summary>
/// <param name="CpuRequest">Millicores.</param>
/// <param name="CpuLimit">Millicores; 0 for none.</param>
/// <param name="MemoryLimit">Bytes; 0 for none.</param>
internal readonly record struct PodResources(long CpuRequest, long CpuLimit, long MemoryLimit);
