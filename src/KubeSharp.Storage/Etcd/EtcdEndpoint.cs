using Grpc.Net.Client;
using KubeSharp.Storage.Etcd.Protocol;

namespace KubeSharp.Storage.Etcd;

/// <summary>One member of etcd and the ways to ask it.</summary>
internal sealed class EtcdEndpoint : IDisposable
{
    private readonly GrpcChannel channel;

    /// <summary>Connects when first used.</summary>
    public EtcdEndpoint(Uri address, GrpcChannelOptions options)
    {
        Address = address;
        channel = GrpcChannel.ForAddress(address, options);
        Keys = new KV.KVClient(channel);
        Watch = new Watch.WatchClient(channel);
        Leases = new Lease.LeaseClient(channel);
        Maintenance = new Maintenance.MaintenanceClient(channel);
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Reading and writing.</summary>
    public KV.KVClient Keys { get; }

    /// <summary>Watching.</summary>
    public Watch.WatchClient Watch { get; }

    /// <summary>Leases, for keys that end by themselves.</summary>
    public Lease.LeaseClient Leases { get; }

    /// <summary>What the member says of itself.</summary>
    public Maintenance.MaintenanceClient Maintenance { get; }

    /// <inheritdoc />
    public void Dispose() => channel.Dispose();
}
