using System.Net;
using System.Net.Sockets;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// IP addresses.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library"/>.
/// </summary>
internal static class IpLibrary
{
    public static void Declare(Library library)
    {
        var type = IpValue.CelType;
        library.Global("ip", "string_to_ip", [CelType.String], type, static (_, a) => IpValue.Parse(Library.Text(a[0]), out var fault) is { } ip ? CelValue.Of(ip) : CelValue.Fail(fault), CostRule.Read)
            .Global("isIP", "is_ip", [CelType.String], Bool, static (frame, a) => CelValue.Of(IpValue.Parse(Library.Text(a[0]), out _) is not null), CostRule.Read)
            .Global("ip.isCanonical", "ip_is_canonical", [CelType.String], Bool, static (_, a) => IpValue.Parse(Library.Text(a[0]), out var fault) is { } ip
                ? CelValue.Of(ip.Text == Library.Text(a[0]))
                : CelValue.Fail(fault), CostRule.ReadTwice)
            .Global("string", "ip_to_string", [type], CelType.String, static (_, a) => CelValue.Of(((IpValue)a[0].Reference!).Text))
            .Member("family", "ip_family", [type], Int, static (_, a) => CelValue.Of(IsFour(Of(a[0])) ? 4L : 6L))
            .Member("isUnspecified", "ip_is_unspecified", [type], Bool, static (_, a) => CelValue.Of(Of(a[0]).Equals(IPAddress.Any) || Of(a[0]).Equals(IPAddress.IPv6Any)))
            .Member("isLoopback", "ip_is_loopback", [type], Bool, static (_, a) => CelValue.Of(IPAddress.IsLoopback(Of(a[0]))))
            .Member("isLinkLocalMulticast", "ip_is_link_local_multicast", [type], Bool, static (_, a) => CelValue.Of(IsLinkLocalMulticast(Of(a[0]))))
            .Member("isLinkLocalUnicast", "ip_is_link_local_unicast", [type], Bool, static (_, a) => CelValue.Of(IsLinkLocalUnicast(Of(a[0]))))
            .Member("isGlobalUnicast", "ip_is_global_unicast", [type], Bool, static (_, a) => CelValue.Of(IsGlobalUnicast(Of(a[0]))))
            .Type("net.IP", type);
    }

    private static IPAddress Of(in CelValue value) => ((IpValue)value.Reference!).Address;

    private static bool IsFour(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;

    private static bool IsLinkLocalMulticast(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return IsFour(address) ? bytes is [224, 0, 0, _] : bytes[0] == 0xff && (bytes[1] & 0x0f) == 0x02;
    }

    private static bool IsLinkLocalUnicast(IPAddress address) =>
        IsFour(address) ? address.GetAddressBytes() is [169, 254, ..] : address.IsIPv6LinkLocal;

    private static bool IsGlobalUnicast(IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast) || IPAddress.IsLoopback(address) || IsLinkLocalUnicast(address))
            return false;
        return IsFour(address) ? address.GetAddressBytes()[0] is < 224 or > 239 : !address.IsIPv6Multicast;
    }
}
