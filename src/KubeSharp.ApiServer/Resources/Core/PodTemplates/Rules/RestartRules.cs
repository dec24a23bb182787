using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>When a single container begins again, and what a change of its resources does to it.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#individual-container-restart-policy-and-rules</remarks>
internal static class RestartRules
{
    private const int MostRules = 20;
    private const int MostExitCodes = 255;

    /// <summary>Checks <c>restartPolicy</c> and <c>restartPolicyRules</c> of a container.</summary>
    public static void Policy(FieldCheck container)
    {
        var rules = container.Items("restartPolicyRules");
        if (container.Has("restartPolicy")) container.OneOf("restartPolicy", "Always", "Never", "OnFailure");
        else if (rules.Count > 0) container.Errors.Add(FieldError.Required(container.At("restartPolicy"), "must specify restartPolicy when restart rules are used"));
        if (rules.Count > MostRules) container.Errors.Add(FieldError.TooMany(container.At("restartPolicyRules"), rules.Count, MostRules));
        foreach (var rule in rules)
        {
            if (rule.Text("action") is not ("Restart" or "RestartAllContainers"))
                rule.Errors.Add(FieldError.NotSupported(rule.At("action"), rule.Text("action"), "Restart", "RestartAllContainers"));
            if (rule.Child("exitCodes") is not { } codes)
            {
                rule.Errors.Add(FieldError.Required(rule.At("exitCodes"), "must be specified"));
                continue;
            }

            if (codes.Text("operator") is not ("In" or "NotIn")) codes.Errors.Add(FieldError.NotSupported(codes.At("operator"), codes.Text("operator"), "In", "NotIn"));
            if (codes.Value.GetArray("values")?.Count is { } count and > MostExitCodes) codes.Errors.Add(FieldError.TooMany(codes.At("values"), count, MostExitCodes));
        }
    }

    /// <summary>Checks <c>resizePolicy</c> of a container. The faults stand at the list, without a number.</summary>
    public static void Resize(FieldCheck container, string podPolicy)
    {
        var at = container.At("resizePolicy");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in container.Items("resizePolicy"))
        {
            var (resource, restart) = (policy.Text("resourceName"), policy.Text("restartPolicy"));
            if (!seen.Add(resource)) policy.Errors.Add(FieldError.Duplicate(policy.Path, resource));
            Supported(policy.Errors, at, resource, "cpu", "memory");
            Supported(policy.Errors, at, restart, "NotRequired", "RestartContainer");
            if (podPolicy == "Never" && restart != "NotRequired")
                policy.Errors.Add(FieldError.Invalid(at, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
        }
    }

    private static void Supported(ErrorList errors, FieldPath at, string value, string one, string other)
    {
        if (value.Length == 0) errors.Add(FieldError.Required(at));
        else if (value != one && value != other) errors.Add(FieldError.NotSupported(at, value, one, other));
    }
}
