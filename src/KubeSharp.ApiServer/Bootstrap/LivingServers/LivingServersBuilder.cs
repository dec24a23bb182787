using System.Net.Sockets;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Writing;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>Puts the loop of the <c>kubernetes</c> Service together as the command line wants it.</summary>
internal static class LivingServersBuilder
{
    /// <summary>The loop.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="store">Where servers keep their keys.</param>
    /// <param name="ranges">The ranges of service addresses.</param>
    /// <param name="system">Makes the Service.</param>
    /// <param name="writes">Writes its endpoints.</param>
    /// <param name="loggers">Where faults are named.</param>
    /// <param name="time">The clock.</param>
    public static KubernetesServiceLoop Build(
        ApiServerOptions options, IStore store, ServiceRanges ranges, SystemObjects system, OwnWrites writes, ILoggerFactory loggers, TimeProvider time)
    {
        var six = ranges.Families[0] == "IPv6";
        // A server without a socket, or that only this machine reaches, is nobody's endpoint.
        var own = options.SecurePort < 0 || options.EndpointReconcilerType == EndpointReconcilerType.None ? null : AdvertisedAddress.Of(options, six)?.ToString();
        IServerAddresses servers = options.EndpointReconcilerType == EndpointReconcilerType.MasterCount
            ? new CountedAddresses(own ?? "", options.ApiServerCount)
            : new LeasedAddresses(store, own ?? "");
        return new KubernetesServiceLoop(
            new KubernetesService(options, ranges, system),
            servers,
            own is null ? null : new EndpointWriter(servers, own, six, writes),
            time,
            loggers.CreateLogger<KubernetesServiceLoop>());
    }

    /// <summary>Whether what the command line says of this server's place goes together.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Check(ApiServerOptions options, ServiceRanges ranges)
    {
        if (options.ApiServerCount < 1) throw new ArgumentException($"--apiserver-count: {options.ApiServerCount} is not a positive number.");
        if (options.EndpointReconcilerType == EndpointReconcilerType.None || options.AdvertiseAddress is not { } address) return;
        var family = address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
        if (family != ranges.Families[0])
            throw new ArgumentException($"--service-cluster-ip-range starts with {ranges.Families[0]} and --advertise-address is of {family}: pods could not reach the API server at its Service.");
    }
}
