using System.Globalization;
using KubeSharp.Kubelet.Cgroups;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>Makes the runtime's view of a pod as a whole.</summary>
internal sealed class SandboxConfigBuilder(KubeletOptions options, KubeletPaths paths, CgroupManager cgroups)
{
    /// <exception cref="ContainerConfigException">The pod asks for what cannot be.</exception>
    public PodSandboxConfig Build(Pod pod, int attempt)
    {
        var meta = pod.Metadata;
        var (host, domain) = Hostname.Of(pod, options.ClusterDomain);
        var config = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = meta.Name, Namespace = meta.Namespace, Uid = meta.Uid, Attempt = (uint)attempt },
            LogDirectory = paths.PodLogs(meta.Namespace!, meta.Name!, meta.Uid!),
            DnsConfig = Dns(pod),
            Linux = Linux(pod),
        };
        if (pod.Spec.HostNetwork != true)
        {
            config.Hostname = Hostname.OfNode(pod, host, domain);
        }

        foreach (var (key, value) in meta.Labels ?? [])
        {
            config.Labels[key] = value;
        }

        config.Labels[Labels.PodName] = meta.Name;
        config.Labels[Labels.PodNamespace] = meta.Namespace;
        config.Labels[Labels.PodUid] = meta.Uid;
        foreach (var (key, value) in meta.Annotations ?? [])
        {
            config.Annotations[key] = value;
        }

        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers?.Where(c => c.RestartPolicy == "Always") ?? []))
        {
            foreach (var port in container.Ports ?? [])
            {
                config.PortMappings.Add(new PortMapping
                {
                    ContainerPort = port.ContainerPortValue,
                    HostPort = port.HostPort ?? 0,
                    HostIp = port.HostIP ?? "",
                    Protocol = port.Protocol switch { "UDP" => Protocol.Udp, "SCTP" => Protocol.Sctp, _ => Protocol.Tcp },
                });
            }
        }

        return config;
    }

    private DNSConfig Dns(Pod pod)
    {
        var node = File.Exists(options.ResolvConf) ? ResolverConfig.Parse(File.ReadAllText(options.ResolvConf)) : ResolverConfig.Empty;
        var dns = PodDns.For(pod, node, options.ClusterDns, options.ClusterDomain);
        return new DNSConfig { Servers = { dns.Servers }, Searches = { dns.Searches }, Options = { dns.Options } };
    }

    private LinuxPodSandboxConfig Linux(Pod pod)
    {
        var context = pod.Spec.SecurityContext;
        var security = new LinuxSandboxSecurityContext
        {
            NamespaceOptions = SecurityContexts.Namespaces(pod),
            Privileged = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).Any(c => c.SecurityContext?.Privileged == true),
            Seccomp = new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        };
        if (context?.RunAsUser is { } user)
        {
            security.RunAsUser = new Int64Value { Value = user };
            if (context.RunAsGroup is { } group)
            {
                security.RunAsGroup = new Int64Value { Value = group };
            }
        }

        if (context?.FsGroup is { } fsGroup)
        {
            security.SupplementalGroups.Add(fsGroup);
        }

        security.SupplementalGroups.Add(context?.SupplementalGroups ?? []);
        var totals = CgroupArithmetic.PodTotals(pod);
        var linux = new LinuxPodSandboxConfig
        {
            CgroupParent = cgroups.ParentOf(pod),
            SecurityContext = security,
            Resources = new LinuxContainerResources
            {
                CpuPeriod = CgroupArithmetic.QuotaPeriod,
                CpuShares = CgroupArithmetic.Shares(totals.CpuRequest),
                CpuQuota = CgroupArithmetic.Quota(totals.CpuLimit),
                MemoryLimitInBytes = totals.MemoryLimit,
            },
        };
        foreach (var sysctl in context?.Sysctls ?? [])
        {
            linux.Sysctls[sysctl.Name.Replace('/', '.')] = sysctl.Value;
        }

        return linux;
    }

    /// <summary>Text of an integer for annotations.</summary>
    internal static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
