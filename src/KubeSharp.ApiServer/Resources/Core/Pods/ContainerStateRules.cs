using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>A container that has ended for good does not come back.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy</remarks>
internal static class ContainerStateRules
{
    /// <summary>Checks what a status says about the states of containers against what was said before.</summary>
    public static void Check(FieldCheck status, JsonObject old, JsonObject spec)
    {
        var policy = spec.GetString("restartPolicy");
        if (policy != "Always")
        {
            List(status, old, "containerStatuses", (name, ended) => MayRestart(spec, policy, name, ended));
            List(status, old, "initContainerStatuses", (name, ended) => IsSidecar(spec, name) || (ended != 0 && policy == "OnFailure"));
        }

        List(status, old, "ephemeralContainerStatuses", static (_, _) => false);
    }

    private static void List(FieldCheck status, JsonObject old, string list, Func<string, long, bool> mayRestart)
    {
        var before = old.GetArray(list);
        for (var i = 0; i < before?.Count; i++)
        {
            if (before[i].FindObject("state", "terminated") is not { } ended || before[i].FindString("name") is not { } name) continue;
            if (mayRestart(name, ended.GetInt64("exitCode") ?? 0)) continue;
            foreach (var now in status.Items(list))
            {
                if (now.Text("name") == name && !now.ChildOrEmpty("state").Has("terminated"))
                    status.Errors.Add(FieldError.Forbidden(status.At(list).Index(i).Child("state"), "may not be transitioned to non-terminated state"));
            }
        }
    }

    private static bool MayRestart(JsonObject spec, string? podPolicy, string name, long exitCode)
    {
        if (exitCode != 0 && podPolicy == "OnFailure") return true;
        foreach (var container in (spec.GetArray("containers") ?? []).Concat(spec.GetArray("initContainers") ?? []))
        {
            // Whoever ends so takes all others along into their next run.
            if ((container.FindArray("restartPolicyRules") ?? []).Any(rule => rule.FindString("action") == "RestartAllContainers")) return true;
            if (container.FindString("name") != name) continue;
            if ((container.FindArray("restartPolicyRules") ?? []).Any(rule => Matches(rule, exitCode))) return true;
            if (container.FindString("restartPolicy") is { } own && (own == "Always" || (own == "OnFailure" && exitCode != 0))) return true;
        }

        return false;
    }

    private static bool Matches(JsonValue rule, long exitCode)
    {
        var listed = (rule.FindArray("exitCodes", "values") ?? []).Any(value => value is JsonNumber number && number.TryGetInt64(out var code) && code == exitCode);
        return rule.FindString("exitCodes", "operator") == "NotIn" ? !listed : listed;
    }

    private static bool IsSidecar(JsonObject spec, string name) => (spec.GetArray("initContainers") ?? [])
        .Any(container => container.FindString("name") == name && container.FindString("restartPolicy") == "Always");
}
