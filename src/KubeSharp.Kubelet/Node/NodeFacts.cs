namespace KubeSharp.Kubelet.Node;

/// <summary>The state of the node at one instant, as far as its status depends on it.</summary>
internal sealed record NodeFacts
{
    public required MemoryState Memory { get; init; }

    public required DiskState Disk { get; init; }

    /// <summary>The runtime's name and version, such as containerd://1.6.20; empty while it does not answer.</summary>
    public string RuntimeVersion { get; init; } = "";

    /// <summary>Why the node is not ready; empty when it is.</summary>
    public string NotReady { get; init; } = "";

    public bool MemoryPressure { get; init; }

    public bool DiskPressure { get; init; }

    public bool PidPressure { get; init; }

    public required DateTimeOffset Now { get; init; }
}
