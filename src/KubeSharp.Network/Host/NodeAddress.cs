using System.Net;
using System.Net.Sockets;

namespace KubeSharp.Network.Host;

/// <summary>Finds the address by which others reach this node.</summary>
internal static class NodeAddress
{
    /// <summary>
    /// The address of the interface that the default route uses, else the first global one that is not ours or another container
    /// engine's; null when there is none.
    /// </summary>
    /// <param name="defaultRoutes">Output of <c>ip -4 route show default</c>.</param>
    /// <param name="addresses">Output of <c>ip -o -4 addr show scope global</c>.</param>
    /// <param name="options">Names and ranges that are ours.</param>
    public static IPAddress? Choose(string defaultRoutes, string addresses, NetworkOptions options)
    {
        var candidates = Parse(addresses, options);
        foreach (var (device, source) in DefaultRoutes(defaultRoutes))
        {
            if (source is not null && candidates.Exists(c => c.Address.Equals(source)))
                return source;
            foreach (var (name, address) in candidates)
            {
                if (name == device)
                    return address;
            }
        }

        foreach (var (name, address) in candidates)
        {
            if (!IsContainerInterface(name))
                return address;
        }

        return null;
    }

    private static List<(string Name, IPAddress Address)> Parse(string text, NetworkOptions options)
    {
        // 2: eth0    inet 192.168.1.5/24 brd 192.168.1.255 scope global eth0\       valid_lft forever preferred_lft forever
        var result = new List<(string, IPAddress)>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || words[2] is not ("inet" or "inet6"))
                continue;
            var name = words[1];
            if (name == options.BridgeName || name == options.AnchorName)
                continue;
            var slash = words[3].IndexOf('/', StringComparison.Ordinal);
            if (!IPAddress.TryParse(slash < 0 ? words[3] : words[3][..slash], out var address) || !IsUsable(address, options))
                continue;
            result.Add((name, address));
        }

        return result;
    }

    private static bool IsUsable(IPAddress address, NetworkOptions options)
    {
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6Multicast)
            return false;
        if (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..])
            return false;
        foreach (var range in options.ClusterCidrs)
        {
            if (IPNetwork.TryParse(range, out var network) && network.Contains(address))
                return false;
        }

        return true;
    }

    private static List<(string Device, IPAddress? Source)> DefaultRoutes(string text)
    {
        // default via 192.168.1.1 dev eth0 proto dhcp src 192.168.1.5 metric 100; lowest metric first
        var result = new List<(int Metric, string Device, IPAddress? Source)>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0] != "default")
                continue;
            if (ValueOf(words, "dev") is not { } device)
                continue;
            _ = int.TryParse(ValueOf(words, "metric"), out var metric);
            _ = IPAddress.TryParse(ValueOf(words, "src"), out var source);
            result.Add((metric, device, source));
        }

        result.Sort(static (a, b) => a.Metric.CompareTo(b.Metric));
        return result.ConvertAll(static r => (r.Device, r.Source));
    }

    private static string? ValueOf(string[] words, string key)
    {
        var index = Array.IndexOf(words, key);
        return index >= 0 && index + 1 < words.Length ? words[index + 1] : null;
    }

    private static bool IsContainerInterface(string name)
    {
        foreach (var prefix in new[] { "veth", "docker", "br-", "cni", "flannel", "cali", "virbr", "podman" })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
