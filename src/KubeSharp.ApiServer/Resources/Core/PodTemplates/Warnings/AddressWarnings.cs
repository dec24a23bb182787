using System.Net;
using System.Net.Sockets;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Addresses that are written in a way that will not be accepted for ever.</summary>
internal static class AddressWarnings
{
    /// <summary>Warns of the addresses in a pod.</summary>
    public static void Check(FieldCheck spec, Action<string> warn)
    {
        var dns = spec.ChildOrEmpty("dnsConfig");
        var servers = dns.Texts("nameservers");
        for (var i = 0; i < servers.Count; i++) Address(dns.At("nameservers").Index(i), servers[i], warn);
        foreach (var alias in spec.Items("hostAliases")) Address(alias.At("ip"), alias.Text("ip"), warn);
    }

    /// <summary>Warns of one address. What is no address at all is a fault, and not warned of.</summary>
    public static void Address(FieldPath path, string value, Action<string> warn)
    {
        if (!StringValidators.TryParseIp(value, out var address, out var leadingZeros)) return;
        if (leadingZeros || address.IsIPv4MappedToIPv6)
        {
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            warn($"{path}: non-standard IP address {GoText.Quote(value)} will be considered invalid in a future Kubernetes release: use \"{plain}\"");
        }
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && Canonical(address) is var canonical && canonical != value)
        {
            warn($"{path}: IPv6 address {GoText.Quote(value)} should be in RFC 5952 canonical format (\"{canonical}\")");
        }
    }

    private static string Canonical(IPAddress address) => address.ToString();
}
