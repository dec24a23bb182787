using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>What a namespace's new policy would have said to the pods that are there already. Pure.</summary>
internal static class ExistingPods
{
    // A namespace with more pods than this is checked in part only.
    private const int Most = 3000;

    /// <summary>Warnings, the first of which names the policy; none if nothing violates it.</summary>
    public static List<string> Warnings(string @namespace, IReadOnlyList<JsonObject> pods, PodSecurityPolicy policy, PodSecurityExemptions exemptions)
    {
        SortedDictionary<string, List<string>> byViolation = new(StringComparer.Ordinal);
        HashSet<string> controllers = new(StringComparer.Ordinal);
        foreach (var pod in pods.Take(Most).OrderBy(pod => pod.FindString("metadata", "name"), StringComparer.Ordinal))
        {
            if (pod.GetObject("spec") is not { } spec || exemptions.RuntimeClasses.Contains(spec.GetString("runtimeClassName") ?? "")) continue;
            var violations = PodSecurityEvaluator.Evaluate(policy, pod.GetObject("metadata"), spec);
            if (violations.Count == 0) continue;

            // Pods of one controller are alike: one stands for all.
            var owner = pod.FindArray("metadata", "ownerReferences")?.OfType<JsonObject>().FirstOrDefault(o => o.GetBool("controller") == true);
            if (owner?.GetString("uid") is { } uid && !controllers.Add(uid)) continue;
            var reasons = string.Join(", ", violations.Select(violation => violation.Reason));
            if (!byViolation.TryGetValue(reasons, out var names)) byViolation.Add(reasons, names = []);
            names.Add(pod.FindString("metadata", "name") ?? "");
        }

        List<string> warnings = [];
        if (pods.Count > Most) warnings.Add($"new PodSecurity enforce level only checked against the first {Most} of {pods.Count} existing pods");
        if (byViolation.Count == 0) return warnings;
        warnings.Add($"existing pods in namespace \"{@namespace}\" violate the new PodSecurity enforce level \"{policy}\"");
        foreach (var (reasons, names) in byViolation.OrderBy(pair => pair.Value[0], StringComparer.Ordinal))
        {
            var who = names.Count switch
            {
                1 => names[0],
                2 => $"{names[0]} (and 1 other pod)",
                _ => $"{names[0]} (and {names.Count - 1} other pods)",
            };
            warnings.Add($"{who}: {reasons}");
        }

        return warnings;
    }
}
