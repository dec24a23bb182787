namespace KubeSharp.Scheduler.Matching;

/// <summary>A port of the node that a container wants for itself.</summary>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Port">1..65535.</param>
/// <param name="Address">The node address, 0.0.0.0 for all.</param>
internal readonly record struct HostPort(string Protocol, int Port, string Address)
{
    /// <summary>The address that stands for all.</summary>
    public const string AnyAddress = "0.0.0.0";

    /// <summary>True when both cannot be on one node.</summary>
    public bool ConflictsWith(in HostPort other) =>
        Port == other.Port && Protocol == other.Protocol &&
        (Address == other.Address || Address == AnyAddress || other.Address == AnyAddress);
}
