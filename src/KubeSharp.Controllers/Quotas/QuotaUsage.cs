using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using ResourceClaim = KubeSharp.Models.Resource.V1.ResourceClaim;

namespace KubeSharp.Controllers;

/// <summary>What a namespace uses of what a ResourceQuota limits: https://kubernetes.io/docs/concepts/policy/resource-quotas/.</summary>
internal static class QuotaUsage
{
    /// <summary>Counts.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="pods">Pods of its namespace.</param>
    /// <param name="services">Services of its namespace.</param>
    /// <param name="claims">PersistentVolumeClaims of its namespace.</param>
    /// <param name="countOf">How many objects of a resource (<c>configmaps</c>, <c>deployments.apps</c>) the namespace has; null when that is unknown.</param>
    /// <param name="deviceClaims">ResourceClaims of its namespace; null where the quota does not ask for them.</param>
    public static Dictionary<string, Quantity> Compute(
        ResourceQuota quota, IReadOnlyList<Pod> pods, IReadOnlyList<Service> services, IReadOnlyList<PersistentVolumeClaim> claims, Func<string, int?> countOf,
        IReadOnlyList<ResourceClaim>? deviceClaims = null)
    {
        var used = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        List<Pod> matching = [];
        foreach (Pod pod in pods)
            if (QuotaScopes.Matches(quota, pod)) matching.Add(pod);
        foreach (string name in (quota.Spec.Hard ?? []).Keys)
        {
            Quantity? amount = Pods(name, matching) ?? Services(name, services) ?? Claims(name, claims) ?? DeviceUsage.Of(name, deviceClaims ?? []) ?? Count(name, countOf);
            if (amount is { } value) used[name] = value;
        }

        return used;
    }

    /// <summary>The resource whose objects a quota counts under this name; null for amounts.</summary>
    public static string? CountedResource(string name)
    {
        if (name.StartsWith("count/", StringComparison.Ordinal)) return name[6..];
        return name is "configmaps" or "secrets" or "replicationcontrollers" or "resourcequotas" ? name : null;
    }

    private static Quantity? Pods(string name, List<Pod> pods)
    {
        if (name == "count/pods") return new Quantity(pods.Count);
        bool limits = name.StartsWith("limits.", StringComparison.Ordinal);
        string? resource = limits ? name[7..] : name switch
        {
            "pods" => "",
            "cpu" or "memory" or "ephemeral-storage" => name,
            _ when name.StartsWith("hugepages-", StringComparison.Ordinal) => name,
            _ when name.StartsWith("requests.", StringComparison.Ordinal) && name != "requests.storage" => name[9..],
            _ => null,
        };
        if (resource is null) return null;
        Quantity sum = default;
        int running = 0;
        foreach (Pod pod in pods)
        {
            // A finished pod takes nothing any more.
            if (PodFacts.IsFinished(pod)) continue;
            running++;
            if (resource.Length > 0 && (limits ? PodResources.Limits(pod) : PodResources.Requests(pod)).TryGetValue(resource, out Quantity amount)) sum += amount;
        }

        return resource.Length == 0 ? new Quantity(running) : sum;
    }

    private static Quantity? Services(string name, IReadOnlyList<Service> services)
    {
        if (name is not ("services" or "services.loadbalancers" or "services.nodeports")) return null;
        long count = 0;
        foreach (Service service in services)
        {
            switch (name)
            {
                case "services":
                    count++;
                    break;
                case "services.loadbalancers":
                    if (service.Spec.Type == "LoadBalancer") count++;
                    break;
                default:
                    if (service.Spec.Type == "NodePort") count += service.Spec.Ports?.Count ?? 0;
                    else if (service.Spec.Type == "LoadBalancer") count += service.Spec.Ports?.Count(static p => p.NodePort is > 0) ?? 0;
                    break;
            }
        }

        return new Quantity(count);
    }

    private static Quantity? Claims(string name, IReadOnlyList<PersistentVolumeClaim> claims)
    {
        const string ofClass = ".storageclass.storage.k8s.io/";
        string? storageClass = null;
        string plain = name;
        int at = name.IndexOf(ofClass, StringComparison.Ordinal);
        if (at > 0)
        {
            storageClass = name[..at];
            plain = name[(at + ofClass.Length)..];
        }

        if (plain is not ("persistentvolumeclaims" or "requests.storage")) return null;
        Quantity sum = default;
        long count = 0;
        foreach (PersistentVolumeClaim claim in claims)
        {
            string own = claim.Metadata.Annotations?.GetValueOrDefault("volume.beta.kubernetes.io/storage-class") ?? claim.Spec.StorageClassName ?? "";
            if (storageClass is not null && own != storageClass) continue;
            count++;
            Quantity size = default;
            claim.Spec.Resources.Requests?.TryGetValue("storage", out size);

            // A claim that is being enlarged takes the larger of what it asks for and what it is given.
            if (claim.Status.AllocatedResources?.TryGetValue("storage", out Quantity allocated) == true && allocated > size) size = allocated;
            sum += size;
        }

        return plain == "requests.storage" ? sum : new Quantity(count);
    }

    private static Quantity? Count(string name, Func<string, int?> countOf) =>
        CountedResource(name) is { } resource && countOf(resource) is { } count ? new Quantity(count) : null;
}
