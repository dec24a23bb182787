using System.Net;
using System.Net.Sockets;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>What a writer is told about addresses that are understood but not written as they should be.</summary>
/// <remarks>https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/4858-ip-cidr-validation</remarks>
internal static class AddressWarnings
{
    /// <summary>Leading zeros, IPv4 in IPv6, and IPv6 that is not in its canonical form (RFC 5952).</summary>
    public static void Ip(FieldPath path, string value, Action<string> warn)
    {
        if (!StringValidators.TryParseIp(value, out var address, out var sloppy)) return;
        if (sloppy || address.IsIPv4MappedToIPv6)
        {
            warn($"{path}: non-standard IP address {GoText.Quote(value)} will be considered invalid in a future Kubernetes release: use {GoText.Quote(Plain(address))}");
        }
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ToString() != value)
        {
            warn($"{path}: IPv6 address {GoText.Quote(value)} should be in RFC 5952 canonical format ({GoText.Quote(address.ToString())})");
        }
    }

    /// <summary>The same of a CIDR, and bits beyond its prefix.</summary>
    public static void Cidr(FieldPath path, string value, Action<string> warn)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !StringValidators.TryParseIp(value[..slash], out var address, out var sloppy) || !int.TryParse(value.AsSpan(slash + 1), out var length)) return;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bits = plain.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (address.IsIPv4MappedToIPv6) length -= 96;
        if (length < 0 || length > bits) return;
        var network = Network(plain, length);
        var warned = false;
        if (!network.Equals(plain))
        {
            warned = true;
            warn($"{path}: CIDR value {GoText.Quote(value)} is ambiguous in this context (should be \"{network}/{length}\" or \"{plain}/{bits}\"?)");
        }

        if (sloppy || address.IsIPv4MappedToIPv6 || (value.Length > slash + 2 && value[slash + 1] == '0'))
        {
            warned = true;
            warn($"{path}: non-standard CIDR value {GoText.Quote(value)} will be considered invalid in a future Kubernetes release: use \"{network}/{length}\"");
        }

        var canonical = $"{plain}/{length}";
        if (!warned && bits == 128 && canonical != value)
            warn($"{path}: IPv6 CIDR value {GoText.Quote(value)} should be in RFC 5952 canonical format (\"{canonical}\")");
    }

    private static string Plain(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static IPAddress Network(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
