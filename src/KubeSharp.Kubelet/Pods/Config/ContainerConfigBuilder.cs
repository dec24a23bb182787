using KubeSharp.ApiMachinery.Values;
using KubeSharp.Kubelet.Cgroups;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Models.Core.V1;
using Container = KubeSharp.Models.Core.V1.Container;
using CriContainerMetadata = KubeSharp.Kubelet.Cri.V1.ContainerMetadata;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>Makes the runtime's view of one container.</summary>
internal sealed class ContainerConfigBuilder(KubeletOptions options, KubeletPaths paths, CgroupManager cgroups, MountBuilder mounts, long nodeMemory)
{
    /// <param name="pod">The pod, with its addresses in its status.</param>
    /// <param name="container">The container.</param>
    /// <param name="restartCount">How many ran before it.</param>
    /// <param name="image">The image that it runs.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="volumes">Paths of the pod's volumes.</param>
    /// <param name="targetId">Of an ephemeral container: the container whose processes it sees.</param>
    /// <exception cref="ContainerConfigException">The pod asks for what cannot be.</exception>
    public ContainerConfig Build(
        Pod pod, PodContainer container, int restartCount, Image image, IReadOnlyList<KeyValuePair<string, string>> environment,
        IReadOnlyDictionary<string, string> volumes, string? targetId)
    {
        var spec = container.Spec;
        SecurityContexts.VerifyNonRoot(pod, spec, image);
        Directory.CreateDirectory(Path.Combine(
            paths.PodLogs(pod.Metadata.Namespace!, pod.Metadata.Name!, pod.Metadata.Uid!), spec.Name));
        var config = new ContainerConfig
        {
            Metadata = new CriContainerMetadata { Name = spec.Name, Attempt = (uint)restartCount },
            Image = new ImageSpec { Image = image.Id, UserSpecifiedImage = spec.Image ?? "" },
            WorkingDir = spec.WorkingDir ?? "",
            LogPath = $"{spec.Name}/{SandboxConfigBuilder.Text(restartCount)}.log",
            Stdin = spec.Stdin ?? false,
            StdinOnce = spec.StdinOnce ?? false,
            Tty = spec.Tty ?? false,
            Linux = new LinuxContainerConfig
            {
                Resources = Resources(pod, spec),
                SecurityContext = SecurityContexts.Build(pod, container, targetId, paths.Seccomp, options.SeccompDefault),
            },
        };
        var lookup = new Dictionary<string, string>(environment.Count, StringComparer.Ordinal);
        foreach (var (name, value) in environment)
        {
            lookup[name] = value;
            config.Envs.Add(new KeyValue { Key = name, Value = Google.Protobuf.ByteString.CopyFromUtf8(value) });
        }

        foreach (var word in spec.Command ?? [])
        {
            config.Command.Add(VariableExpansion.Expand(word, lookup.GetValueOrDefault));
        }

        foreach (var word in spec.Args ?? [])
        {
            config.Args.Add(VariableExpansion.Expand(word, lookup.GetValueOrDefault));
        }

        mounts.Add(config, pod, spec, volumes, lookup);
        Label(config, pod, container, restartCount);
        return config;
    }

    private static void Label(ContainerConfig config, Pod pod, PodContainer container, int restartCount)
    {
        config.Labels[Labels.PodName] = pod.Metadata.Name;
        config.Labels[Labels.PodNamespace] = pod.Metadata.Namespace;
        config.Labels[Labels.PodUid] = pod.Metadata.Uid;
        config.Labels[Labels.ContainerName] = container.Name;
        config.Annotations[Labels.Hash] = ContainerHash.Of(container.Spec);
        config.Annotations[Labels.RestartCount] = SandboxConfigBuilder.Text(restartCount);
        config.Annotations[Labels.TerminationMessagePath] = container.Spec.TerminationMessagePath ?? "/dev/termination-log";
        config.Annotations[Labels.TerminationMessagePolicy] = container.Spec.TerminationMessagePolicy ?? "File";
        config.Annotations[Labels.PodTerminationGracePeriod] = SandboxConfigBuilder.Text(PodDecider.GraceSeconds(pod));
    }

    private LinuxContainerResources Resources(Pod pod, Container spec)
    {
        var limits = spec.Resources.Limits;
        var cpuLimit = CgroupArithmetic.Amount(limits, "cpu")?.MilliValue ?? 0;
        var request = CgroupArithmetic.Amount(spec.Resources.Requests, "cpu")?.MilliValue ?? cpuLimit;
        var resources = new LinuxContainerResources
        {
            CpuPeriod = CgroupArithmetic.QuotaPeriod,
            CpuQuota = CgroupArithmetic.Quota(cpuLimit),
            CpuShares = CgroupArithmetic.Shares(request),
            MemoryLimitInBytes = CgroupArithmetic.Amount(limits, "memory")?.Value ?? 0,
            OomScoreAdj = CgroupArithmetic.OomScoreAdjustment(pod, spec, nodeMemory),
        };
        foreach (var (name, amount) in limits ?? [])
        {
            if (name.StartsWith("hugepages-", StringComparison.Ordinal))
            {
                resources.HugepageLimits.Add(new HugepageLimit { PageSize = PageSize(name["hugepages-".Length..]), Limit = (ulong)amount.Value });
            }
        }

        if (cgroups.IsVersion2)
        {
            // A container in which the kernel kills one process for want of memory ends as a whole.
            resources.Unified["memory.oom.group"] = "1";
        }

        return resources;
    }

    /// <summary>2Mi as cgroups name it: 2MB.</summary>
    private static string PageSize(string quantity)
    {
        var bytes = Quantity.TryParse(quantity, out var size) ? size.Value : 0;
        return bytes >= 1L << 30 ? $"{bytes >> 30}GB" : bytes >= 1 << 20 ? $"{bytes >> 20}MB" : $"{bytes >> 10}KB";
    }
}
