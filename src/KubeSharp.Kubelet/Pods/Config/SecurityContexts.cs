using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Models.Core.V1;
using Container = KubeSharp.Models.Core.V1.Container;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>From the security contexts of a pod and its containers to the runtime's.</summary>
internal static class SecurityContexts
{
    private static readonly string[] Masked =
    [
        "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
        "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    private static readonly string[] ReadOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    public static NamespaceOption Namespaces(Pod pod, string? targetId = null)
    {
        var spec = pod.Spec;
        return new NamespaceOption
        {
            Network = spec.HostNetwork == true ? NamespaceMode.Node : NamespaceMode.Pod,
            Ipc = spec.HostIPC == true ? NamespaceMode.Node : NamespaceMode.Pod,
            Pid = targetId is not null ? NamespaceMode.Target
                : spec.HostPID == true ? NamespaceMode.Node
                : spec.ShareProcessNamespace == true ? NamespaceMode.Pod : NamespaceMode.Container,
            TargetId = targetId ?? "",
        };
    }

    public static LinuxContainerSecurityContext Build(Pod pod, PodContainer container, string? targetId, string seccompRoot, bool seccompDefault)
    {
        var whole = pod.Spec.SecurityContext;
        var own = container.Spec.SecurityContext;
        var result = new LinuxContainerSecurityContext
        {
            NamespaceOptions = Namespaces(pod, targetId),
            Privileged = own?.Privileged ?? false,
            ReadonlyRootfs = own?.ReadOnlyRootFilesystem ?? false,
            NoNewPrivs = own?.AllowPrivilegeEscalation == false,
            Seccomp = Seccomp(own?.SeccompProfile ?? whole?.SeccompProfile, seccompRoot, seccompDefault),
            Apparmor = AppArmor(own?.AppArmorProfile ?? whole?.AppArmorProfile),
        };
        if ((own?.RunAsUser ?? whole?.RunAsUser) is { } user)
        {
            result.RunAsUser = new Int64Value { Value = user };
        }

        if ((own?.RunAsGroup ?? whole?.RunAsGroup) is { } group)
        {
            result.RunAsGroup = new Int64Value { Value = group };
        }

        if (own?.Capabilities is { } capabilities)
        {
            result.Capabilities = new Capability
            {
                AddCapabilities = { capabilities.Add ?? [] },
                DropCapabilities = { capabilities.Drop ?? [] },
            };
        }

        if (whole?.FsGroup is { } fsGroup)
        {
            result.SupplementalGroups.Add(fsGroup);
        }

        result.SupplementalGroups.Add(whole?.SupplementalGroups ?? []);
        if (own?.ProcMount != "Unmasked")
        {
            result.MaskedPaths.Add(Masked);
            result.ReadonlyPaths.Add(ReadOnly);
        }

        return result;
    }

    /// <summary>Refuses a container that may not run as root when it would, or when nobody can tell.</summary>
    /// <exception cref="ContainerConfigException">It would run as root or might.</exception>
    public static void VerifyNonRoot(Pod pod, Container container, Image? image)
    {
        var own = container.SecurityContext;
        var whole = pod.Spec.SecurityContext;
        if ((own?.RunAsNonRoot ?? whole?.RunAsNonRoot) != true)
        {
            return;
        }

        var who = $"(pod: \"{pod.Metadata.Name}_{pod.Metadata.Namespace}({pod.Metadata.Uid})\", container: {container.Name})";
        if ((own?.RunAsUser ?? whole?.RunAsUser) is { } user)
        {
            if (user == 0)
            {
                throw new ContainerConfigException($"container's runAsUser breaks non-root policy {who}");
            }

            return;
        }

        if (image is { Username.Length: > 0 })
        {
            throw new ContainerConfigException(
                $"container has runAsNonRoot and image has non-numeric user ({image.Username}), cannot verify user is non-root {who}");
        }

        if (image?.Uid is null or { Value: 0 })
        {
            throw new ContainerConfigException($"container has runAsNonRoot and image will run as root {who}");
        }
    }

    private static SecurityProfile Seccomp(SeccompProfile? profile, string root, bool byDefault) => profile?.Type switch
    {
        "RuntimeDefault" => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        "Localhost" => new SecurityProfile
        {
            ProfileType = SecurityProfile.Types.ProfileType.Localhost,
            LocalhostRef = Path.Combine(root, profile.LocalhostProfile ?? ""),
        },
        null when byDefault => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        _ => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.Unconfined },
    };

    private static SecurityProfile? AppArmor(AppArmorProfile? profile) => profile?.Type switch
    {
        "RuntimeDefault" => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        "Unconfined" => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.Unconfined },
        "Localhost" => new SecurityProfile
        {
            ProfileType = SecurityProfile.Types.ProfileType.Localhost,
            LocalhostRef = profile.LocalhostProfile ?? "",
        },
        _ => null,
    };
}
