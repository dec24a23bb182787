using System.Globalization;
using System.Net;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>Finds what is wrong between services, IPAddress objects and node ports. Pure.</summary>
internal static class ServiceRepair
{
    // A service whose address was just taken may not lie in the store yet.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>What is to be done about addresses.</summary>
    /// <param name="services">All services.</param>
    /// <param name="addresses">All IPAddress objects.</param>
    /// <param name="ranges">The ranges that addresses are given out from.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<RepairAction> Addresses(IReadOnlyList<JsonObject> services, IReadOnlyList<JsonObject> addresses, ServiceRanges ranges, DateTimeOffset now)
    {
        var actions = new List<RepairAction>();
        var byName = addresses.ToDictionary(address => new Metadata(address).Name, StringComparer.Ordinal);
        var claims = new Dictionary<string, NamespacedName>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            var fields = new ServiceFields(service.GetObject("spec") ?? []);
            if (fields.IsExternalName || fields.ClusterIP is "" or ServiceFields.Headless) continue;
            foreach (var text in fields.ClusterIPs) Claim(service, text);
        }

        foreach (var address in addresses)
        {
            if (Leaked(address, claims, now) is { } action) actions.Add(action);
        }

        return actions;

        void Claim(JsonObject service, string text)
        {
            var metadata = new Metadata(service);
            var owner = new NamespacedName(metadata.Namespace, metadata.Name);
            if (!IPAddress.TryParse(text, out var ip))
            {
                actions.Add(new RepairAction(service, "ClusterIPNotValid", $"Cluster IP {text} is not a valid IP; please recreate service"));
                return;
            }

            var family = IpRange.FamilyOf(ip);
            if (!ranges.Knows(ip))
            {
                actions.Add(new RepairAction(service, "ClusterIPOutOfRange", $"Cluster IP [{family}]: {ip} is not within any configured Service CIDR; please recreate service"));
            }

            if (!claims.TryAdd(ip.ToString(), owner) || (byName.TryGetValue(ip.ToString(), out var present) && !ClusterIPAllocator.IsOf(present, owner)))
            {
                actions.Add(new RepairAction(service, "ClusterIPAlreadyAllocated", $"Cluster IP [{family}]:{ip} was assigned to multiple services; please recreate service"));
            }
            else if (present is null)
            {
                actions.Add(new RepairAction(service, "ClusterIPNotAllocated", $"Cluster IP [{family}]: {ip} is not allocated; repairing") { Owner = owner, Take = ip });
            }
        }
    }

    /// <summary>The node ports that services have, each with one of its services.</summary>
    public static Dictionary<int, JsonObject> Ports(IReadOnlyList<JsonObject> services)
    {
        var used = new Dictionary<int, JsonObject>();
        foreach (var service in services)
        {
            var fields = new ServiceFields(service.GetObject("spec") ?? []);
            if (!fields.NeedsNodePorts) continue;
            foreach (var port in fields.Ports.Select(ServiceFields.NodePort).Append((int)fields.HealthCheckNodePort))
            {
                if (port != 0) used.TryAdd(port, service);
            }
        }

        return used;
    }

    private static RepairAction? Leaked(JsonObject address, Dictionary<string, NamespacedName> claims, DateTimeOffset now)
    {
        var metadata = new Metadata(address);
        var parent = address.FindObject("spec", "parentRef");
        // Addresses that others manage are theirs.
        if (metadata.Label(ClusterIPAllocator.ManagedByLabel) != ClusterIPAllocator.ManagedBy || metadata.IsBeingDeleted) return null;
        if (!string.IsNullOrEmpty(parent?.GetString("group")) || parent?.GetString("resource") != "services")
        {
            return new RepairAction(address, "IPAddressNotAllocated", $"IPAddress {metadata.Name} appears to have been modified, not referencing a Service: {parent}; cleaning up")
            {
                Delete = true,
            };
        }

        if (claims.TryGetValue(metadata.Name, out var owner) && ClusterIPAllocator.IsOf(address, owner)) return null;
        if (DateTimeOffset.TryParse(metadata.CreationTimestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made) && now - made < Grace) return null;
        var text = $"{parent.GetString("namespace")}/{parent.GetString("name")}";
        return new RepairAction(address, "IPAddressNotAllocated", $"IPAddress: {metadata.Name} for Service {text} appears to have leaked: cleaning up") { Delete = true, IsNormal = true };
    }
}
