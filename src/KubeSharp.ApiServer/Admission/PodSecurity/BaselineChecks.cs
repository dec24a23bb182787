using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>The rules of the baseline level: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline.</summary>
internal static class BaselineChecks
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";
    private const string SeccompPodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

    private static readonly HashSet<string> _capabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
        "SYS_CHROOT",
    ];

    // Each with the release that allowed it first.
    private static readonly Dictionary<string, int> _sysctls = new(StringComparer.Ordinal)
    {
        ["kernel.shm_rmid_forced"] = 0,
        ["net.ipv4.ip_local_port_range"] = 0,
        ["net.ipv4.tcp_syncookies"] = 0,
        ["net.ipv4.ping_group_range"] = 0,
        ["net.ipv4.ip_unprivileged_port_start"] = 0,
        ["net.ipv4.ip_local_reserved_ports"] = 27,
        ["net.ipv4.tcp_keepalive_time"] = 29,
        ["net.ipv4.tcp_fin_timeout"] = 29,
        ["net.ipv4.tcp_keepalive_intvl"] = 29,
        ["net.ipv4.tcp_keepalive_probes"] = 29,
        ["net.ipv4.tcp_rmem"] = 32,
        ["net.ipv4.tcp_wmem"] = 32,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PodSecurityCheck> All { get; } =
    [
        new("appArmorProfile", PodSecurityLevel.Baseline, 0, AppArmor),
        new("capabilities_baseline", PodSecurityLevel.Baseline, 0, Capabilities),
        new("hostNamespaces", PodSecurityLevel.Baseline, 0, HostNamespaces),
        new("hostPathVolumes", PodSecurityLevel.Baseline, 0, HostPathVolumes),
        new("hostPorts", PodSecurityLevel.Baseline, 0, HostPorts),
        new("hostProbesAndHostLifecycle", PodSecurityLevel.Baseline, 34, HostProbes),
        new("privileged", PodSecurityLevel.Baseline, 0, Privileged),
        new("procMount", PodSecurityLevel.Baseline, 0, pod => pod.Minor >= 35 && pod.Spec.GetBool("hostUsers") == false ? null : ProcMount(pod)),
        new("seLinuxOptions", PodSecurityLevel.Baseline, 0, SeLinux),
        new("seccompProfile_baseline", PodSecurityLevel.Baseline, 0, Seccomp),
        new("sysctls", PodSecurityLevel.Baseline, 0, Sysctls),
        new("windowsHostProcess", PodSecurityLevel.Baseline, 0, WindowsHostProcess),
    ];

    /// <summary>A /proc without masks, for any pod.</summary>
    public static Violation? ProcMount(PodUnderCheck pod)
    {
        SortedSet<string> values = new(StringComparer.Ordinal);
        var bad = pod.NamesWhere(container =>
        {
            var mount = container.FindString("securityContext", "procMount");
            if (mount is null or "Default")
                return false;
            values.Add(mount);
            return true;
        });
        return bad.Count == 0 ? null : new("procMount", $"{Wording.Containers(bad)} must not set securityContext.procMount to {Wording.Quote(values)}");
    }

    /// <summary>Seccomp switched off, in fields.</summary>
    public static Violation? SeccompFields(PodUnderCheck pod)
    {
        SortedSet<string> values = new(StringComparer.Ordinal);
        var onPod = IsBad(pod.SecurityContext);
        var bad = pod.NamesWhere(container => IsBad(container.GetObject("securityContext")));
        return onPod || bad.Count > 0
            ? new("seccompProfile", $"{Wording.Setters(onPod, bad)} must not set securityContext.seccompProfile.type to {Wording.Quote(values)}")
            : null;

        bool IsBad(JsonObject? context)
        {
            var type = context?.FindString("seccompProfile", "type");
            if (type is null or "RuntimeDefault" or "Localhost")
                return false;
            values.Add(type);
            return true;
        }
    }

    private static Violation? AppArmor(PodUnderCheck pod)
    {
        SortedSet<string> values = new(StringComparer.Ordinal);
        var onPod = IsBad(pod.SecurityContext);
        var bad = pod.NamesWhere(container => IsBad(container.GetObject("securityContext")));
        List<string> annotations =
        [
            .. pod.Annotations
                .Where(pair => pair.Name.StartsWith(AppArmorAnnotation, StringComparison.Ordinal)
                    && pair.Value is not ("" or "runtime/default")
                    && !pair.Value.StartsWith("localhost/", StringComparison.Ordinal))
                .Select(pair => $"{pair.Name}=\"{pair.Value}\"")
                .Order(StringComparer.Ordinal),
        ];
        var setters = Wording.Setters(onPod, bad);
        if (annotations.Count > 0)
            setters += (setters.Length > 0 ? " and " : "") + Wording.Plural("annotation", "annotations", annotations.Count);
        if (setters.Length == 0)
            return null;
        List<string> all = [.. values, .. annotations];
        return new(
            Wording.Plural("forbidden AppArmor profile", "forbidden AppArmor profiles", all.Count),
            $"{setters} must not set AppArmor profile type to {Wording.Quote(all)}");

        bool IsBad(JsonObject? context)
        {
            var type = context?.FindString("appArmorProfile", "type");
            if (type is null or "RuntimeDefault" or "Localhost")
                return false;
            values.Add(type);
            return true;
        }
    }

    private static Violation? Capabilities(PodUnderCheck pod)
    {
        SortedSet<string> forbidden = new(StringComparer.Ordinal);
        var bad = pod.NamesWhere(container =>
        {
            var any = false;
            foreach (var value in Added(container))
            {
                if (_capabilities.Contains(value))
                    continue;
                forbidden.Add(value);
                any = true;
            }

            return any;
        });
        return bad.Count == 0
            ? null
            : new("non-default capabilities", $"{Wording.Containers(bad)} must not include {Wording.Quote(forbidden)} in securityContext.capabilities.add");
    }

    /// <summary>The capabilities that a container adds.</summary>
    public static IEnumerable<string> Added(JsonObject container) =>
        container.FindArray("securityContext", "capabilities", "add")?.OfType<JsonString>().Select(text => text.Value) ?? [];

    private static Violation? HostNamespaces(PodUnderCheck pod)
    {
        List<string> set = [.. ((string[])["hostNetwork", "hostPID", "hostIPC"]).Where(name => pod.Spec.GetBool(name) == true).Select(name => name + "=true")];
        return set.Count == 0 ? null : new("host namespaces", string.Join(", ", set));
    }

    private static Violation? HostPathVolumes(PodUnderCheck pod)
    {
        List<string> bad = [.. pod.Spec.Objects("volumes").Where(volume => volume.GetObject("hostPath") is not null).Select(volume => volume.GetString("name") ?? "")];
        return bad.Count == 0 ? null : new("hostPath volumes", $"{Wording.Plural("volume", "volumes", bad.Count)} {Wording.Quote(bad)}");
    }

    private static Violation? HostPorts(PodUnderCheck pod)
    {
        SortedSet<string> ports = new(StringComparer.Ordinal);
        var bad = pod.NamesWhere(container =>
        {
            var any = false;
            foreach (var port in container.Objects("ports"))
            {
                if (port.GetInt64("hostPort") is not (null or 0) && ports.Add(port.GetInt64("hostPort")!.Value.ToString()) | true)
                    any = true;
            }

            return any;
        });
        return bad.Count == 0
            ? null
            : new(
                "hostPort",
                $"{Wording.Containers(bad)} {Wording.Plural("uses", "use", bad.Count)} {Wording.Plural("hostPort", "hostPorts", ports.Count)} {string.Join(", ", ports)}");
    }

    private static Violation? HostProbes(PodUnderCheck pod)
    {
        SortedSet<string> hosts = new(StringComparer.Ordinal);
        var bad = pod.NamesWhere(container =>
        {
            var any = false;
            JsonObject?[] handlers =
            [
                container.GetObject("livenessProbe"), container.GetObject("readinessProbe"), container.GetObject("startupProbe"),
                container.FindObject("lifecycle", "postStart"), container.FindObject("lifecycle", "preStop"),
            ];
            foreach (var handler in handlers)
            {
                foreach (var kind in (string[])["httpGet", "tcpSocket"])
                {
                    if (handler?.FindString(kind, "host") is not { Length: > 0 } host)
                        continue;
                    hosts.Add(host);
                    any = true;
                }
            }

            return any;
        });
        return bad.Count == 0
            ? null
            : new(
                "probe or lifecycle host",
                $"{Wording.Containers(bad)} {Wording.Plural("uses", "use", bad.Count)} probe or lifecycle {Wording.Plural("host", "hosts", hosts.Count)} {Wording.Quote(hosts)}");
    }

    private static Violation? Privileged(PodUnderCheck pod)
    {
        var bad = pod.NamesWhere(container => container.GetObject("securityContext")?.GetBool("privileged") == true);
        return bad.Count == 0 ? null : new("privileged", $"{Wording.Containers(bad)} must not set securityContext.privileged=true");
    }

    private static Violation? Seccomp(PodUnderCheck pod)
    {
        // Before 1.19 seccomp was a matter of annotations.
        if (pod.Minor >= 19)
            return SeccompFields(pod);
        List<string> bad =
        [
            .. pod.Annotations
                .Where(pair => (pair.Name == SeccompPodAnnotation || pair.Name.StartsWith(SeccompContainerAnnotation, StringComparison.Ordinal))
                    && pair.Value is not ("" or "runtime/default" or "docker/default")
                    && !pair.Value.StartsWith("localhost/", StringComparison.Ordinal))
                .Select(pair => $"{pair.Name}=\"{pair.Value}\"")
                .Order(StringComparer.Ordinal),
        ];
        return bad.Count == 0 ? null : new("seccompProfile", $"forbidden {Wording.Plural("annotation", "annotations", bad.Count)} {string.Join(", ", bad)}");
    }

    private static Violation? SeLinux(PodUnderCheck pod)
    {
        SortedSet<string> types = new(StringComparer.Ordinal);
        var (user, role) = (false, false);
        var onPod = IsBad(pod.SecurityContext);
        var bad = pod.NamesWhere(container => IsBad(container.GetObject("securityContext")));
        if (!onPod && bad.Count == 0)
            return null;
        List<string> what = [];
        if (types.Count > 0)
            what.Add($"{Wording.Plural("type", "types", types.Count)} {Wording.Quote(types)}");
        if (user)
            what.Add("user may not be set");
        if (role)
            what.Add("role may not be set");
        return new("seLinuxOptions", $"{Wording.Setters(onPod, bad)} set forbidden securityContext.seLinuxOptions: {string.Join("; ", what)}");

        bool IsBad(JsonObject? context)
        {
            if (context?.GetObject("seLinuxOptions") is not { } options)
                return false;
            var any = false;
            var type = options.GetString("type") ?? "";
            if (type is not ("" or "container_t" or "container_init_t" or "container_kvm_t") && !(type == "container_engine_t" && pod.Minor >= 31))
                any = types.Add(type) | true;
            if (options.GetString("user") is { Length: > 0 })
                any = user = true;
            if (options.GetString("role") is { Length: > 0 })
                any = role = true;
            return any;
        }
    }

    private static Violation? Sysctls(PodUnderCheck pod)
    {
        List<string> bad = [];
        foreach (var sysctl in pod.SecurityContext?.Objects("sysctls") ?? [])
        {
            var name = sysctl.GetString("name") ?? "";
            if (!_sysctls.TryGetValue(name, out var since) || pod.Minor < since)
                bad.Add(name);
        }

        return bad.Count == 0 ? null : new("forbidden sysctls", string.Join(", ", bad));
    }

    private static Violation? WindowsHostProcess(PodUnderCheck pod)
    {
        var onPod = IsBad(pod.SecurityContext);
        var bad = pod.NamesWhere(container => IsBad(container.GetObject("securityContext")));
        return onPod || bad.Count > 0
            ? new("hostProcess", $"{Wording.Setters(onPod, bad)} must not set securityContext.windowsOptions.hostProcess=true")
            : null;

        static bool IsBad(JsonObject? context) => context?.GetObject("windowsOptions")?.GetBool("hostProcess") == true;
    }
}
