using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>
/// The resolver configuration of a pod from its dnsPolicy and dnsConfig.
/// https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy
/// </summary>
internal static class PodDns
{
    public static ResolverConfig For(Pod pod, ResolverConfig node, IReadOnlyList<string> clusterServers, string clusterDomain)
    {
        var config = pod.Spec.DnsPolicy switch
        {
            "None" => ResolverConfig.Empty,
            "Default" => node,
            "ClusterFirstWithHostNet" => Cluster(pod, node, clusterServers, clusterDomain),
            _ => pod.Spec.HostNetwork == true ? node : Cluster(pod, node, clusterServers, clusterDomain),
        };
        return pod.Spec.DnsConfig is { } own ? Merge(config, own) : config;
    }

    private static ResolverConfig Cluster(Pod pod, ResolverConfig node, IReadOnlyList<string> servers, string domain) =>
        servers.Count == 0
            ? node
            : new ResolverConfig(
                servers,
                Distinct([$"{pod.Metadata.Namespace}.svc.{domain}", $"svc.{domain}", domain, .. node.Searches]),
                ["ndots:5"]);

    private static ResolverConfig Merge(ResolverConfig config, PodDNSConfig own)
    {
        var options = new OrderedDictionary<string, string>();
        foreach (var option in config.Options)
        {
            var colon = option.IndexOf(':', StringComparison.Ordinal);
            options[colon < 0 ? option : option[..colon]] = option;
        }

        foreach (var option in own.Options ?? [])
        {
            options[option.Name ?? ""] = string.IsNullOrEmpty(option.Value) ? option.Name ?? "" : $"{option.Name}:{option.Value}";
        }

        return new ResolverConfig(
            Distinct([.. config.Servers, .. own.Nameservers ?? []]), Distinct([.. config.Searches, .. own.Searches ?? []]), [.. options.Values]);
    }

    private static List<string> Distinct(IEnumerable<string> values)
    {
        var list = new List<string>();
        foreach (var value in values)
        {
            if (!list.Contains(value))
            {
                list.Add(value);
            }
        }

        return list;
    }
}
