using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What the operating system of a pod allows.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers</remarks>
internal static class WindowsRules
{
    private const int LongestCredentials = 64; // KiB

    private static readonly string[] NotInPod =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups",
        "supplementalGroupsPolicy", "seLinuxChangePolicy",
    ];

    private static readonly string[] NotInContainer =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount",
        "runAsUser", "runAsGroup",
    ];

    /// <summary>Checks what a pod says about its operating system.</summary>
    public static void Check(FieldCheck spec, IReadOnlyCollection<FieldCheck> containers)
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
        if (options.Has("gmsaCredentialSpecName")) options.Messages("gmsaCredentialSpecName", StringValidators.Dns1123Subdomain(options.Text("gmsaCredentialSpecName")));
        if (options.Has("gmsaCredentialSpec"))
        {
            var credentials = options.Text("gmsaCredentialSpec").Length;
            if (credentials == 0) options.Invalid("gmsaCredentialSpec", "gmsaCredentialSpec cannot be an empty string");
            else if (credentials > LongestCredentials * 1024) options.Invalid("gmsaCredentialSpec", $"gmsaCredentialSpec size must be under {LongestCredentials} KiB");
        }

        if (!options.Has("runAsUserName")) return;
        foreach (var problem in WindowsUserNames.Problems(options.Text("runAsUserName"))) options.Invalid("runAsUserName", problem);
    }

    private static void OnLinux(FieldCheck context, IReadOnlyCollection<FieldCheck> containers)
    {
        const string Reason = "windows options cannot be set for a linux pod";
        context.ForbidIfSet("windowsOptions", Reason);
        foreach (var container in containers) container.ChildOrEmpty("securityContext").ForbidIfSet("windowsOptions", Reason);
    }

    private static void OnWindows(FieldCheck spec, FieldCheck context, IReadOnlyCollection<FieldCheck> containers)
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

    // Containers that run on the host itself share its network, and cannot share a pod with others.
    private static void HostProcess(FieldCheck spec, IReadOnlyCollection<FieldCheck> containers)
    {
        var ofPod = IsHostProcess(spec);
        var count = 0;
        foreach (var container in containers)
        {
            var own = IsHostProcess(container);
            if (ofPod is { } pod && own is { } value && pod != value)
            {
                container.Errors.Add(FieldError.Invalid(
                    container.At("securityContext").Child("windowsOptions", "hostProcess"),
                    value,
                    $"pod hostProcess value must be identical if both are specified, was {(pod ? "true" : "false")}"));
            }

            if (own ?? ofPod ?? false) count++;
        }

        if (count == 0) return;
        if (count != containers.Count)
            spec.Errors.Add(FieldError.Invalid(spec.Path, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers"));
        if (!spec.Flag("hostNetwork"))
            spec.Errors.Add(FieldError.Invalid(spec.At("hostNetwork"), false, "hostNetwork must be true if pod contains any hostProcess containers"));
    }

    private static bool? IsHostProcess(FieldCheck owner) => owner.Value.FindObject("securityContext", "windowsOptions")?.GetBool("hostProcess");
}
