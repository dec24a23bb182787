namespace KubeSharp.Kubelet.Pods.Observed;

/// <summary>A pod sandbox as the runtime knows it.</summary>
internal sealed record ObservedSandbox
{
    public required string Id { get; init; }

    public int Attempt { get; init; }

    public bool Ready { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>It shares the node's network.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>Its addresses; empty with the node's network.</summary>
    public IReadOnlyList<string> Ips { get; init; } = [];
}
