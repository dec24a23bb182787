using KubeSharp.Models.Meta.V1;
using KubeSharp.Models.Networking.V1;

namespace KubeSharp.Controllers;

/// <summary>Whether a range of service addresses may be used, and whether it may go. Pure.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/</remarks>
internal static class ServiceCidrDecision
{
    public const string Finalizer = "networking.k8s.io/service-cidr-finalizer";

    private const string ReadyType = "Ready";
    private const string Terminating = "Terminating";
    private const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    private const string ManagedBy = "ipallocator.k8s.io";

    /// <summary>
    /// How long a range that is being deleted stays at least: until then every API server has heard of it and gives out no address of it any more.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>What is to be done about a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="all">All ranges, this one included.</param>
    /// <param name="addresses">All addresses that are given out.</param>
    /// <param name="now">The time.</param>
    public static ServiceCidrAction Decide(ServiceCIDR range, IEnumerable<ServiceCIDR> all, IEnumerable<IPAddress> addresses, DateTimeOffset now)
    {
        bool held = range.Metadata.Finalizers?.Contains(Finalizer) == true;
        if (range.Metadata.DeletionTimestamp is not { } deleted)
        {
            return new ServiceCidrAction
            {
                AddFinalizer = !held,
                Ready = Is(range, "True", null) ? null : Condition("True", "", "Kubernetes Service CIDR is ready", now),
            };
        }

        if (!held) return ServiceCidrAction.None;
        // A range that is about to go as well saves nothing.
        List<ServicePrefix> others =
            [.. all.Where(other => other.Metadata.Name != range.Metadata.Name && other.Metadata.DeletionTimestamp is null).SelectMany(ServicePrefix.Of)];
        List<ServicePrefix> own = [.. ServicePrefix.Of(range)];
        if (addresses.Any(address => NumberOf(address) is { } number && own.Exists(prefix => prefix.Contains(number)) && !others.Exists(prefix => prefix.Contains(number))))
        {
            const string message = "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR";
            return new ServiceCidrAction { Ready = Is(range, "False", Terminating) ? null : Condition("False", Terminating, message, now) };
        }

        TimeSpan left = (DateTimeOffset)deleted + Grace - now;
        return left > TimeSpan.Zero ? new ServiceCidrAction { After = left } : new ServiceCidrAction { RemoveFinalizer = true };
    }

    /// <summary>The ranges whose fate may change with one that came, changed or went.</summary>
    public static IEnumerable<ServiceCIDR> Touched(ServiceCIDR range, IEnumerable<ServiceCIDR> all)
    {
        List<ServicePrefix> own = [.. ServicePrefix.Of(range)];
        return all.Where(other => other.Metadata.DeletionTimestamp is not null && ServicePrefix.Of(other).Any(prefix => own.Exists(prefix.Overlaps)));
    }

    /// <summary>The ranges whose fate may change with an address that came or went.</summary>
    public static IEnumerable<ServiceCIDR> Touched(IPAddress address, IEnumerable<ServiceCIDR> all) => NumberOf(address) is not { } number
        ? []
        : all.Where(range => range.Metadata.DeletionTimestamp is not null && ServicePrefix.Of(range).Any(prefix => prefix.Contains(number)));

    // Addresses that others manage are no Service's.
    private static System.Net.IPAddress? NumberOf(IPAddress address) =>
        address.Metadata.Labels?.GetValueOrDefault(ManagedByLabel) == ManagedBy && System.Net.IPAddress.TryParse(address.Metadata.Name, out System.Net.IPAddress? number)
            ? number
            : null;

    private static bool Is(ServiceCIDR range, string status, string? reason) =>
        range.Status.Conditions?.Exists(one => one.Type == ReadyType && one.Status == status && (reason is null || one.Reason == reason)) == true;

    private static Condition Condition(string status, string reason, string message, DateTimeOffset now) =>
        new() { Type = ReadyType, Status = status, Reason = reason, Message = message, LastTransitionTime = now };
}
