namespace KubeSharp.Kubelet.Eviction;

/// <summary>What the node is short of, as the eviction loop last saw it.</summary>
internal sealed class PressureState
{
    public volatile bool Memory;
    public volatile bool Disk;
    public volatile bool Pids;
}
