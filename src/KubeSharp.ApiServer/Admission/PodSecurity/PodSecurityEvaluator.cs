using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>Holds a pod against a policy. Pure.</summary>
internal static class PodSecurityEvaluator
{
    private static readonly PodSecurityCheck[] _baseline = [.. BaselineChecks.All.OrderBy(check => check.Id, StringComparer.Ordinal)];
    private static readonly PodSecurityCheck[] _restricted = [.. RestrictedChecks.All.OrderBy(check => check.Id, StringComparer.Ordinal)];

    /// <summary>Everything that the pod violates.</summary>
    public static IReadOnlyList<Violation> Evaluate(PodSecurityPolicy policy, JsonObject? metadata, JsonObject spec)
    {
        if (policy.Level == PodSecurityLevel.Privileged)
            return [];
        var pod = new PodUnderCheck(metadata ?? [], spec, policy.Minor);
        List<Violation> violations = [];
        foreach (var check in _baseline)
        {
            if (policy.Level == PodSecurityLevel.Restricted && IsReplaced(check.Id, policy.Minor))
                continue;
            Run(check, pod, violations);
        }

        if (policy.Level == PodSecurityLevel.Restricted)
        {
            foreach (var check in _restricted)
                Run(check, pod, violations);
        }

        return violations;
    }

    private static bool IsReplaced(string id, int minor)
    {
        foreach (var check in _restricted)
        {
            if (check.Replaces == id && minor >= check.Since)
                return true;
        }

        return false;
    }

    private static void Run(PodSecurityCheck check, PodUnderCheck pod, List<Violation> violations)
    {
        if (pod.Minor >= check.Since && check.Decide(pod) is { } violation)
            violations.Add(violation);
    }
}
