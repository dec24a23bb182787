using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>The address at which others reach this server.</summary>
internal static class AdvertisedAddress
{
    /// <summary>
    /// The one of the command line; else the one that it listens on; bound to every interface or to the loopback, the address that the default route leaves by,
    /// or any that is up. Null if this machine has none that others could reach.
    /// </summary>
    /// <param name="options">The command line.</param>
    /// <param name="six">Whether an IPv6 address is wanted.</param>
    public static IPAddress? Of(ApiServerOptions options, bool six)
    {
        if (options.AdvertiseAddress is { } given) return given;
        var bind = options.BindAddress;
        if (!bind.Equals(IPAddress.Any) && !bind.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(bind)) return bind;
        var family = six ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(item => item.OperationalStatus == OperationalStatus.Up && item.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(item => item.GetIPProperties().GatewayAddresses.Count)
            .SelectMany(item => item.GetIPProperties().UnicastAddresses)
            .Select(item => item.Address)
            .FirstOrDefault(item => item.AddressFamily == family && !IsLinkLocal(item));
    }

    private static bool IsLinkLocal(IPAddress address) => address.IsIPv6LinkLocal || address.ToString().StartsWith("169.254.", StringComparison.Ordinal);
}
