using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>What the restricted level adds: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted.</summary>
internal static class RestrictedChecks
{
    private static readonly HashSet<string> _volumeTypes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PodSecurityCheck> All { get; } =
    [
        new("allowPrivilegeEscalation", PodSecurityLevel.Restricted, 8, pod => pod.IsWindows ? null : AllowPrivilegeEscalation(pod)),
        new("capabilities_restricted", PodSecurityLevel.Restricted, 22, pod => pod.IsWindows ? null : Capabilities(pod)) { Replaces = "capabilities_baseline" },
        new("procMount_restricted", PodSecurityLevel.Restricted, 35, BaselineChecks.ProcMount) { Replaces = "procMount" },
        new("restrictedVolumes", PodSecurityLevel.Restricted, 0, Volumes) { Replaces = "hostPathVolumes" },
        new("runAsNonRoot", PodSecurityLevel.Restricted, 0, RunAsNonRoot),
        new("runAsUser", PodSecurityLevel.Restricted, 23, RunAsUser),
        new("seccompProfile_restricted", PodSecurityLevel.Restricted, 19, pod => pod.IsWindows ? null : Seccomp(pod)) { Replaces = "seccompProfile_baseline" },
    ];

    private static Violation? AllowPrivilegeEscalation(PodUnderCheck pod)
    {
        var bad = pod.NamesWhere(container => container.GetObject("securityContext")?.GetBool("allowPrivilegeEscalation") != false);
        return bad.Count == 0
            ? null
            : new("allowPrivilegeEscalation != false", $"{Wording.Containers(bad)} must set securityContext.allowPrivilegeEscalation=false");
    }

    private static Violation? Capabilities(PodUnderCheck pod)
    {
        SortedSet<string> forbidden = new(StringComparer.Ordinal);
        var keeping = pod.NamesWhere(container =>
            container.FindArray("securityContext", "capabilities", "drop")?.Any(value => value is JsonString { Value: "ALL" }) != true);
        var adding = pod.NamesWhere(container =>
        {
            var any = false;
            foreach (var value in BaselineChecks.Added(container))
            {
                if (value == "NET_BIND_SERVICE")
                    continue;
                forbidden.Add(value);
                any = true;
            }

            return any;
        });
        List<string> details = [];
        if (keeping.Count > 0)
            details.Add($"{Wording.Containers(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        if (adding.Count > 0)
            details.Add($"{Wording.Containers(adding)} must not include {Wording.Quote(forbidden)} in securityContext.capabilities.add");
        return details.Count == 0 ? null : new("unrestricted capabilities", string.Join("; ", details));
    }

    private static Violation? Volumes(PodUnderCheck pod)
    {
        List<string> bad = [];
        SortedSet<string> types = new(StringComparer.Ordinal);
        foreach (var volume in pod.Spec.Objects("volumes"))
        {
            // A volume without a source is an emptyDir by default.
            var type = volume.FirstOrDefault(member => member.Key != "name" && !member.Value.IsNull).Key ?? "emptyDir";
            if (_volumeTypes.Contains(type))
                continue;
            bad.Add(volume.GetString("name") ?? "");
            types.Add(type);
        }

        return bad.Count == 0
            ? null
            : new(
                "restricted volume types",
                $"{Wording.Plural("volume", "volumes", bad.Count)} {Wording.Quote(bad)} {Wording.Plural("uses", "use", bad.Count)} restricted volume {Wording.Plural("type", "types", types.Count)} {Wording.Quote(types)}");
    }

    private static Violation? RunAsNonRoot(PodUnderCheck pod)
    {
        var podSays = pod.SecurityContext?.GetBool("runAsNonRoot");
        var explicitly = pod.NamesWhere(container => container.GetObject("securityContext")?.GetBool("runAsNonRoot") == false);
        if (podSays == false || explicitly.Count > 0)
            return new("runAsNonRoot != true", $"{Wording.Setters(podSays == false, explicitly)} must not set securityContext.runAsNonRoot=false");
        if (podSays == true)
            return null;
        var silent = pod.NamesWhere(container => container.GetObject("securityContext")?.GetBool("runAsNonRoot") is null);
        return silent.Count == 0 ? null : new("runAsNonRoot != true", $"pod or {Wording.Containers(silent)} must set securityContext.runAsNonRoot=true");
    }

    private static Violation? RunAsUser(PodUnderCheck pod)
    {
        var onPod = pod.SecurityContext?.GetInt64("runAsUser") == 0;
        var bad = pod.NamesWhere(container => container.GetObject("securityContext")?.GetInt64("runAsUser") == 0);
        return onPod || bad.Count > 0 ? new("runAsUser=0", $"{Wording.Setters(onPod, bad)} must not set runAsUser=0") : null;
    }

    private static Violation? Seccomp(PodUnderCheck pod)
    {
        if (BaselineChecks.SeccompFields(pod) is { } bad)
            return bad;
        if (pod.SecurityContext?.FindString("seccompProfile", "type") is not null)
            return null;
        var silent = pod.NamesWhere(container => container.FindString("securityContext", "seccompProfile", "type") is null);
        return silent.Count == 0
            ? null
            : new("seccompProfile", $"pod or {Wording.Containers(silent)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }
}
