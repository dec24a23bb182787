using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>
/// Which cluster addresses and node ports are taken, and by which service. What lies in the store is the truth: the book is kept by watching services;
/// only writes that are under way are noted here alone.
/// </summary>
internal sealed class ServiceAddresses : IObjectObserver
{
    private const int Attempts = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> pending = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<IDisposable> subscription;
    private readonly IPNetwork range;
    private readonly int firstPort;
    private readonly int lastPort;

    public ServiceAddresses(ApiServerOptions options, IObjectLister objects)
    {
        range = IPNetwork.Parse(options.ServiceClusterIPRange);
        firstPort = options.ServiceNodePortFirst;
        lastPort = options.ServiceNodePortLast;
        subscription = new(() => objects.Observe("", "services", this));
    }

    /// <summary>The range of node ports, as messages name it.</summary>
    public string PortRange => string.Create(CultureInfo.InvariantCulture, $"{firstPort}-{lastPort}");

    /// <summary>The family of the cluster's addresses.</summary>
    public string Family => range.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    /// <summary>The address of the kubernetes Service: the first of the range.</summary>
    public static string FirstAddress(string range) => At(IPNetwork.Parse(range), 1).ToString();

    /// <summary>Completes when all services that lie in the store are in the book.</summary>
    public Task ReadyAsync()
    {
        _ = subscription.Value;
        return synced.Task;
    }

    /// <summary>Whether an address lies in the range and is neither its network nor its last address.</summary>
    public bool Contains(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == range.BaseAddress.AddressFamily && range.Contains(parsed)
        && !parsed.Equals(range.BaseAddress) && !parsed.Equals(At(range, Size - 1));

    /// <summary>Whether a port lies in the range of node ports.</summary>
    public bool ContainsPort(long port) => port >= firstPort && port <= lastPort;

    /// <summary>Takes an address or port (<c>TCP/30000</c>) for a service; false if another one has it.</summary>
    public bool TryTake(string what, string owner)
    {
        lock (gate)
        {
            if (taken.TryGetValue(what, out var holder) && holder != owner) return false;
            if (pending.TryGetValue(what, out holder) && holder != owner) return false;
            pending[what] = owner;
            return true;
        }
    }

    /// <summary>Takes any free address; null if there is none.</summary>
    public string? TakeAddress(string owner)
    {
        var count = Math.Min(Size - 2, 1L << 20);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var address = At(range, 1 + Random.Shared.NextInt64(count)).ToString();
            if (TryTake(address, owner)) return address;
        }

        for (var offset = 1L; offset <= count; offset++)
        {
            var address = At(range, offset).ToString();
            if (TryTake(address, owner)) return address;
        }

        return null;
    }

    /// <summary>Takes a node port that is free for all these protocols; null if there is none.</summary>
    public int? TakePort(string owner, string protocol)
    {
        var count = lastPort - firstPort + 1;
        var start = Random.Shared.Next(count);
        for (var i = 0; i < count; i++)
        {
            var port = firstPort + ((start + i) % count);
            if (IsFree(port) && TryTake(PortKey(protocol, port), owner)) return port;
        }

        return null;
    }

    /// <summary>The name of a port in the book.</summary>
    public static string PortKey(string protocol, long port) => string.Create(CultureInfo.InvariantCulture, $"{protocol}/{port}");

    /// <summary>The write is over, whatever became of it: from now on the watch says who holds what.</summary>
    public void Settle(string owner, JsonObject? written)
    {
        lock (gate)
        {
            foreach (var what in pending.Where(pair => pair.Value == owner).Select(pair => pair.Key).ToArray()) pending.Remove(what);
            if (written is not null) Note(owner, written);
        }
    }

    public void OnSet(string @namespace, string name, JsonObject document)
    {
        lock (gate) Note($"{@namespace}/{name}", document);
    }

    public void OnDeleted(string @namespace, string name)
    {
        lock (gate) Forget($"{@namespace}/{name}");
    }

    public void OnSynced() => synced.TrySetResult();

    private long Size
    {
        get
        {
            var bits = (range.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32) - range.PrefixLength;
            return 1L << Math.Min(bits, 20);
        }
    }

    private static IPAddress At(IPNetwork network, long offset)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var i = bytes.Length - 1; i >= 0 && offset > 0; i--)
        {
            offset += bytes[i];
            bytes[i] = (byte)offset;
            offset >>= 8;
        }

        return new IPAddress(bytes);
    }

    private bool IsFree(int port)
    {
        lock (gate)
        {
            foreach (var protocol in (ReadOnlySpan<string>)["TCP", "UDP", "SCTP"])
            {
                var key = PortKey(protocol, port);
                if (taken.ContainsKey(key) || pending.ContainsKey(key)) return false;
            }

            return true;
        }
    }

    private void Note(string owner, JsonObject service)
    {
        Forget(owner);
        foreach (var item in service.FindArray("spec", "clusterIPs") ?? [])
        {
            if (item is JsonString { Value: not ("None" or "") } address) taken[address.Value] = owner;
        }

        foreach (var item in service.FindArray("spec", "ports") ?? [])
        {
            if (item is JsonObject port && port.GetInt64("nodePort") is > 0 and var number) taken[PortKey(port.GetString("protocol") ?? "TCP", number)] = owner;
        }

        if (service.GetObject("spec")?.GetInt64("healthCheckNodePort") is > 0 and var health) taken[PortKey("TCP", health)] = owner;
    }

    private void Forget(string owner)
    {
        foreach (var what in taken.Where(pair => pair.Value == owner).Select(pair => pair.Key).ToArray()) taken.Remove(what);
    }
}
