using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>What one object counts for in quotas: https://kubernetes.io/docs/concepts/policy/resource-quotas/. Pure.</summary>
internal static class QuotaUsage
{
    private static readonly HashSet<string> _counted = ["configmaps", "secrets", "replicationcontrollers", "resourcequotas"];
    private static readonly Quantity _one = new(1);

    /// <summary>The amounts by their names in quotas.</summary>
    public static SortedDictionary<string, Quantity> Of(string group, string resource, JsonObject document)
    {
        SortedDictionary<string, Quantity> usage = new(StringComparer.Ordinal)
        {
            [group.Length == 0 ? $"count/{resource}" : $"count/{resource}.{group}"] = _one,
        };
        if (group == "resource.k8s.io" && resource == "resourceclaims")
            AddDevices(document, usage);
        if (group.Length > 0)
            return usage;
        if (_counted.Contains(resource))
            usage[resource] = _one;
        switch (resource)
        {
            case "pods":
                AddPod(document, usage);
                break;
            case "services":
                AddService(document, usage);
                break;
            case "persistentvolumeclaims":
                AddClaim(document, usage);
                break;
        }

        return usage;
    }

    /// <summary>Whether a pod has come to its end: it holds nothing any more but its name.</summary>
    public static bool IsFinished(JsonObject pod) => pod.FindString("status", "phase") is "Succeeded" or "Failed";

    private static void AddPod(JsonObject pod, SortedDictionary<string, Quantity> usage)
    {
        if (IsFinished(pod) || pod.GetObject("spec") is not { } spec)
            return;
        usage["pods"] = _one;
        foreach (var (name, amount) in PodResources.OfPod(spec, "requests"))
        {
            usage["requests." + name] = amount;
            if (name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal))
                usage[name] = amount;
        }

        foreach (var (name, amount) in PodResources.OfPod(spec, "limits"))
            usage["limits." + name] = amount;
    }

    private static void AddService(JsonObject service, SortedDictionary<string, Quantity> usage)
    {
        usage["services"] = _one;
        usage["services.nodeports"] = default;
        usage["services.loadbalancers"] = default;
        var ports = service.FindArray("spec", "ports")?.Count ?? 0;
        switch (service.FindString("spec", "type"))
        {
            case "NodePort":
                usage["services.nodeports"] = new Quantity(ports);
                break;
            case "LoadBalancer":
                usage["services.loadbalancers"] = _one;
                usage["services.nodeports"] = service.GetObject("spec")!.GetBool("allocateLoadBalancerNodePorts") == false
                    ? new Quantity(service.GetObject("spec")!.Objects("ports").Count(port => port.GetInt64("nodePort") is > 0))
                    : new Quantity(ports);
                break;
        }
    }

    private static void AddClaim(JsonObject claim, SortedDictionary<string, Quantity> usage)
    {
        usage["persistentvolumeclaims"] = _one;
        var size = PodResources.Read(claim.FindObject("spec", "resources", "requests")).GetValueOrDefault("storage");
        usage["requests.storage"] = size;
        var storageClass = claim.Annotation("volume.beta.kubernetes.io/storage-class") ?? claim.FindString("spec", "storageClassName");
        if (string.IsNullOrEmpty(storageClass))
            return;
        usage[storageClass + ".storageclass.storage.k8s.io/persistentvolumeclaims"] = _one;
        usage[storageClass + ".storageclass.storage.k8s.io/requests.storage"] = size;
    }

    // Devices by their class; who asks for all of them counts for as many as one request may get.
    private static void AddDevices(JsonObject claim, SortedDictionary<string, Quantity> usage)
    {
        const long MostDevices = 32;
        foreach (var request in claim.FindObject("spec", "devices")?.Objects("requests") ?? [])
        {
            // Of alternatives only one is taken: each class counts with the most that any of them asks for.
            SortedDictionary<string, long> wanted = new(StringComparer.Ordinal);
            foreach (var exact in request.GetObject("exactly") is { } only ? [only] : request.Objects("firstAvailable"))
            {
                if (exact.GetString("deviceClassName") is not { Length: > 0 } name)
                    continue;
                var count = exact.GetString("allocationMode") == "All" ? MostDevices : exact.GetInt64("count") ?? 1;
                wanted[name] = Math.Max(wanted.GetValueOrDefault(name), count);
            }

            foreach (var (name, count) in wanted)
            {
                var key = name + ".deviceclass.resource.k8s.io/devices";
                usage[key] = usage.GetValueOrDefault(key) + new Quantity(count);
            }
        }
    }
}
