using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Security contexts of pods and containers.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/configure-pod-container/security-context/</remarks>
internal static class SecurityRules
{
    // The longest path that the kernel takes.
    private const int LongestProfile = 4095;

    /// <summary>Checks the security context of a container.</summary>
    public static void Container(FieldCheck context, bool hostUsers)
    {
        Id(context, "runAsUser");
        Id(context, "runAsGroup");
        Profiles(context);
        context.OneOf("procMount", "Default", "Unmasked");
        if (hostUsers && context.Text("procMount") == "Unmasked") context.Invalid("procMount", "`hostUsers` must be false to use `Unmasked`");
        if (context.Value.GetBool("allowPrivilegeEscalation") != false) return;
        if (context.Flag("privileged")) Escalation(context, "`privileged` to true");
        foreach (var item in context.Value.FindArray("capabilities", "add") ?? [])
        {
            if (item is JsonString { Value: "CAP_SYS_ADMIN" }) Escalation(context, "`capabilities.Add` CAP_SYS_ADMIN");
        }
    }

    /// <summary>Checks the security context of a pod.</summary>
    /// <param name="context">The security context.</param>
    /// <param name="hostNetwork">Whether the pod is on the network of the host.</param>
    /// <param name="hostIpc">Whether it shares the host's IPC namespace.</param>
    public static void Pod(FieldCheck context, bool hostNetwork, bool hostIpc)
    {
        Id(context, "fsGroup");
        Id(context, "runAsUser");
        Id(context, "runAsGroup");
        var groups = context.Value.GetArray("supplementalGroups");
        for (var i = 0; i < groups?.Count; i++)
        {
            if (groups[i] is not JsonNumber number || !number.TryGetInt64(out var group)) continue;
            foreach (var message in StringValidators.UserOrGroupId(group))
                context.Errors.Add(FieldError.Invalid(context.At("supplementalGroups").Index(i), group, message));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sysctl in context.Items("sysctls"))
        {
            var name = sysctl.Text("name");
            if (!sysctl.Require("name")) continue;
            if (!IsSysctl(name))
            {
                sysctl.Invalid("name", "must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
            }
            else if (!names.Add(name))
            {
                sysctl.Errors.Add(FieldError.Duplicate(sysctl.At("name"), name));
            }

            if (hostNetwork && IsOf("net", name)) sysctl.Invalid("name", "may not be specified when 'hostNetwork' is true");
            else if (hostIpc && IsOf("ipc", name)) sysctl.Invalid("name", "may not be specified when 'hostIPC' is true");
        }

        context.OneOf("fsGroupChangePolicy", "Always", "OnRootMismatch");
        context.OneOf("supplementalGroupsPolicy", "Merge", "Strict");
        // MountOption belongs to a feature that is off.
        context.OneOf("seLinuxChangePolicy", "Recursive");
        Profiles(context);
    }

    private static void Id(FieldCheck context, string name)
    {
        if (context.Number(name) is not { } id) return;
        foreach (var message in StringValidators.UserOrGroupId(id)) context.Errors.Add(FieldError.Invalid(context.At(name), id, message));
    }

    private static void Profiles(FieldCheck context)
    {
        if (context.Child("seccompProfile") is { } seccomp) Seccomp(seccomp);
        if (context.Child("appArmorProfile") is { } appArmor) AppArmor(appArmor);
        if (context.Child("windowsOptions") is { } windows) WindowsRules.Options(windows);
    }

    private static void Seccomp(FieldCheck profile)
    {
        if (!profile.Require("type", "type is required when seccompProfile is set")) return;
        profile.OneOf("type", "Localhost", "RuntimeDefault", "Unconfined");
        if (profile.Text("type") == "Localhost")
        {
            if (!profile.Has("localhostProfile")) profile.Require("localhostProfile", "must be set when seccomp type is Localhost");
            else PathRules.Descending(profile.Text("localhostProfile"), profile.At("localhostProfile"), profile.Errors);
        }
        else if (profile.Has("localhostProfile"))
        {
            profile.Errors.Add(FieldError.Invalid(
                profile.At("localhostProfile"), InternalForm.Of(profile.Value, "type", "localhostProfile"), "can only be set when seccomp type is Localhost"));
        }
    }

    /// <summary>Checks a profile of AppArmor.</summary>
    public static void AppArmor(FieldCheck profile)
    {
        if (!profile.Require("type", "type is required when appArmorProfile is set")) return;
        profile.OneOf("type", "Localhost", "RuntimeDefault", "Unconfined");
        var name = profile.Text("localhostProfile");
        if (profile.Text("type") != "Localhost")
        {
            if (profile.Has("localhostProfile") && profile.Text("type") is "RuntimeDefault" or "Unconfined")
                profile.Invalid("localhostProfile", "can only be set when AppArmor type is Localhost");
            return;
        }

        if (name.Trim() != name) profile.Invalid("localhostProfile", "must not be padded with whitespace");
        else if (name.Length == 0) profile.Errors.Add(FieldError.Required(profile.At("localhostProfile"), "must be set when AppArmor type is Localhost"));
        if (name.Length > LongestProfile) profile.Errors.Add(FieldError.TooLong(profile.At("localhostProfile"), LongestProfile));
    }

    private static void Escalation(FieldCheck context, string other) => context.Errors.Add(FieldError.Invalid(
        context.Path, InternalPodSpec.OfPart(context.Value, "containers", "securityContext"), "cannot set `allowPrivilegeEscalation` to false and " + other));

    // The settings that belong to a namespace: in one that is shared they would be the host's.
    private static bool IsOf(string kind, string name)
    {
        var dotted = name.Replace('/', '.');
        if (kind == "net") return dotted.StartsWith("net.", StringComparison.Ordinal);
        return dotted == "kernel.sem" || dotted.StartsWith("kernel.shm", StringComparison.Ordinal)
            || dotted.StartsWith("kernel.msg", StringComparison.Ordinal) || dotted.StartsWith("fs.mqueue.", StringComparison.Ordinal);
    }

    private static bool IsSysctl(string name)
    {
        if (name.Length > 253) return false;
        foreach (var part in name.Split('.', '/'))
        {
            if (part.Length == 0 || !char.IsAsciiLetterOrDigit(part[0]) || !char.IsAsciiLetterOrDigit(part[^1])) return false;
            foreach (var c in part)
            {
                if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterLower(c) && c is not ('-' or '_')) return false;
            }
        }

        return true;
    }
}
