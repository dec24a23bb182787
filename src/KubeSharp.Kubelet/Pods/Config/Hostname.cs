using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>The host and domain names of a pod.</summary>
internal static class Hostname
{
    private const int Longest = 63;
    private const int LongestFqdn = 64;

    /// <summary>The first label of the name and the domain (empty without a subdomain).</summary>
    public static (string Host, string Domain) Of(Pod pod, string clusterDomain)
    {
        if (!string.IsNullOrEmpty(pod.Spec.HostnameOverride))
        {
            return (pod.Spec.HostnameOverride, "");
        }

        var host = string.IsNullOrEmpty(pod.Spec.Hostname) ? Truncate(pod.Metadata.Name ?? "") : pod.Spec.Hostname;
        var domain = string.IsNullOrEmpty(pod.Spec.Subdomain) ? "" : $"{pod.Spec.Subdomain}.{pod.Metadata.Namespace}.svc.{clusterDomain}";
        return (host, domain);
    }

    /// <summary>What the kernel is told.</summary>
    /// <exception cref="ContainerConfigException">The full name is too long for the kernel.</exception>
    public static string OfNode(Pod pod, string host, string domain)
    {
        if (pod.Spec.SetHostnameAsFQDN != true || domain.Length == 0)
        {
            return host;
        }

        var full = $"{host}.{domain}";
        return full.Length <= LongestFqdn
            ? full
            : throw new ContainerConfigException(
                $"failed to construct FQDN from pod hostname and cluster domain, FQDN {full} is too long ({LongestFqdn} characters is the max, {full.Length} characters requested)");
    }

    private static string Truncate(string name) => name.Length <= Longest ? name : name[..Longest].TrimEnd('-', '.');
}
