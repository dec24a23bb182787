using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What the operating system of a pod allows.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers</remarks>
internal static class WindowsRules
{
    private static readonly string[] NotInPod =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups",
        "supplementalGroupsPolicy",
    ];

    private static readonly string[] NotInContainer =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount",
        "runAsUser", "runAsGroup",
    ];

    /// <summary>Checks what a pod says about its operating system.</summary>
    public static void Check(FieldCheck spec, IEnumerable<FieldCheck> containers)
    {
        if (spec.Child("os") is { } os)
        {
            var name = os.Text("name");
            if (os.Require("name") && name is not ("linux" or "windows")) spec.Errors.Add(FieldError.NotSupported(os.Path, name, "linux", "windows"));
            var context = spec.ChildOrEmpty("securityContext");
            if (name == "linux") OnLinux(context, containers);
            if (name == "windows") OnWindows(spec, context, containers);
        }

        HostProcess(spec, containers);
    }

    /// <summary>Checks the options for Windows of a security context.</summary>
    public static void Options(FieldCheck options)
    {
        options.OptionalName("gmsaCredentialSpecName", StringValidators.Dns1123Subdomain);
        if (!options.Has("runAsUserName")) return;
        var name = options.Text("runAsUserName");
        var parts = name.Split('\\');
        if (name.Length == 0) options.Invalid("runAsUserName", "runAsUserName cannot be an empty string");
        else if (name.Any(char.IsControl)) options.Invalid("runAsUserName", "runAsUserName cannot contain control characters");
        else if (parts.Length > 2) options.Invalid("runAsUserName", "runAsUserName cannot contain more than one backslash");
        else if (parts[^1].Length == 0) options.Invalid("runAsUserName", "runAsUserName's User cannot be empty");
    }

    private static void OnLinux(FieldCheck context, IEnumerable<FieldCheck> containers)
    {
        const string Reason = "windows options cannot be set for a linux pod";
        context.ForbidIfSet("windowsOptions", Reason);
        foreach (var container in containers) container.ChildOrEmpty("securityContext").ForbidIfSet("windowsOptions", Reason);
    }

    private static void OnWindows(FieldCheck spec, FieldCheck context, IEnumerable<FieldCheck> containers)
    {
        const string Reason = "cannot be set for a windows pod";
        foreach (var name in NotInPod) context.ForbidIfSet(name, Reason);
        foreach (var name in (ReadOnlySpan<string>)["hostPID", "hostIPC"])
        {
            if (spec.Flag(name)) spec.Forbid(name, Reason);
        }

        spec.ForbidIfSet("hostUsers", Reason);
        spec.ForbidIfSet("shareProcessNamespace", Reason);
        foreach (var container in containers)
        {
            foreach (var name in NotInContainer) container.ChildOrEmpty("securityContext").ForbidIfSet(name, Reason);
        }
    }

    private static void HostProcess(FieldCheck spec, IEnumerable<FieldCheck> containers)
    {
        var pod = spec.Value.FindObject("securityContext", "windowsOptions")?.GetBool("hostProcess");
        var any = pod == true;
        foreach (var container in containers) any |= container.Value.FindObject("securityContext", "windowsOptions")?.GetBool("hostProcess") == true;
        if (any && !spec.Flag("hostNetwork"))
            spec.Errors.Add(FieldError.Invalid(spec.At("hostNetwork"), false, "hostNetwork must be true if pod contains any hostProcess containers"));
    }
}
