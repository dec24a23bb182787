namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What <c>--allow-privileged=false</c> refuses.</summary>
internal static class PrivilegeRules
{
    public static void Check(FieldCheck spec)
    {
        var anyHostProcess = false;
        var ofPod = IsHostProcess(spec);
        foreach (var container in PodContainers.All(spec))
        {
            anyHostProcess |= IsHostProcess(container) ?? ofPod ?? false;
            var context = container.ChildOrEmpty("securityContext");
            if (context.Flag("privileged")) context.Forbid("privileged", "disallowed by cluster policy");
        }

        if (anyHostProcess) spec.Errors.Add(ApiMachinery.Validation.FieldError.Forbidden(spec.Path, "hostProcess containers are disallowed by cluster policy"));
    }

    private static bool? IsHostProcess(FieldCheck owner) => owner.Value.FindObject("securityContext", "windowsOptions")?.GetBool("hostProcess");
}
