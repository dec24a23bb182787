using System.Text;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>
/// The /etc/hosts of a pod: its own name, and what hostAliases add.
/// https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/
/// </summary>
internal static class HostsFile
{
    /// <param name="nodeFile">The node's file where the pod has the node's network, else null.</param>
    /// <param name="ips">The pod's addresses.</param>
    /// <param name="host">Its name.</param>
    /// <param name="domain">Its domain, or empty.</param>
    /// <param name="aliases">More names.</param>
    public static string Render(string? nodeFile, IReadOnlyList<string> ips, string host, string domain, IReadOnlyList<HostAlias>? aliases)
    {
        var text = new StringBuilder("# Kubernetes-managed hosts file");
        if (nodeFile is not null)
        {
            text.Append(" (host network).\n").Append(nodeFile);
        }
        else
        {
            text.Append(".\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n")
                .Append("fe00::\tip6-localnet\nfe00::\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
            foreach (var ip in ips)
            {
                text.Append(ip).Append('\t');
                if (domain.Length > 0)
                {
                    text.Append(host).Append('.').Append(domain).Append('\t');
                }

                text.Append(host).Append('\n');
            }
        }

        if (aliases is { Count: > 0 })
        {
            text.Append("\n# Entries added by HostAliases.\n");
            foreach (var alias in aliases)
            {
                text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames ?? []).Append('\n');
            }
        }

        return text.ToString();
    }
}
