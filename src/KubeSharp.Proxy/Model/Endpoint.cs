namespace KubeSharp.Proxy.Model;

/// <summary>One address and port behind a Service port.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port.</param>
/// <param name="IsLocal">It is on this node.</param>
/// <param name="IsReady">New connections may go to it.</param>
/// <param name="IsServing">It can serve, even while it terminates.</param>
/// <param name="IsTerminating">It is being deleted.</param>
internal sealed record Endpoint(string Address, int Port, bool IsLocal, bool IsReady, bool IsServing, bool IsTerminating)
{
    /// <summary>Zones it is meant for; null when there are no hints.</summary>
    public IReadOnlyList<string>? ForZones { get; init; }

    /// <summary>Nodes it is meant for; null when there are no hints.</summary>
    public IReadOnlyList<string>? ForNodes { get; init; }

    /// <summary>address:port, IPv6 in brackets.</summary>
    public string Text { get; } = Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]:{Port}" : $"{Address}:{Port}";

    /// <inheritdoc/>
    public override string ToString() => Text;
}
