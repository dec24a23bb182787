using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>Holds pods against the policy of their namespace (https://kubernetes.io/docs/concepts/security/pod-security-admission/).</summary>
internal sealed class PodSecurity(IObjectLister objects) : IValidatingAdmission
{
    private const string Prefix = "pod-security.kubernetes.io/";

    // A namespace with more pods than this is checked in part only when its labels change.
    private const int MaxExistingPods = 3000;

    /// <inheritdoc/>
    public string Name => "PodSecurity";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not { } document)
            return null;
        if (attributes.IsFor("", "namespaces"))
            return CheckNamespace(attributes, document);
        if (attributes.Resource is { Group: "", Resource: "pods" })
        {
            if (attributes.Subresource is not ("" or "ephemeralcontainers") || !IsSignificant(attributes, document))
                return null;
            return CheckPod(attributes, document, await PoliciesAsync(attributes.Namespace, cancellationToken));
        }

        if (attributes.Subresource.Length == 0
            && PodTemplates.Find(attributes.Resource.Group, attributes.Resource.Resource, document) is { } template
            && template.GetObject("spec") is { } spec)
        {
            var policies = await PoliciesAsync(attributes.Namespace, cancellationToken);
            Audit(attributes, policies.Audit, template.GetObject("metadata"), spec);
            Warn(attributes, policies.Warn, template.GetObject("metadata"), spec);
        }

        return null;
    }

    private static StatusError? CheckPod(AdmissionAttributes attributes, JsonObject pod, NamespacePolicies policies)
    {
        if (pod.GetObject("spec") is not { } spec)
            return null;
        var metadata = pod.GetObject("metadata");
        attributes.AddAnnotation(Prefix + "enforce-policy", policies.Enforce.ToString());
        Audit(attributes, policies.Audit, metadata, spec);
        var violations = PodSecurityEvaluator.Evaluate(policies.Enforce, metadata, spec);
        if (violations.Count > 0)
            return attributes.Forbid($"violates PodSecurity \"{policies.Enforce}\": {string.Join(", ", violations)}");
        Warn(attributes, policies.Warn, metadata, spec);
        return null;
    }

    private static void Audit(AdmissionAttributes attributes, PodSecurityPolicy policy, JsonObject? metadata, JsonObject spec)
    {
        var violations = PodSecurityEvaluator.Evaluate(policy, metadata, spec);
        if (violations.Count > 0)
            attributes.AddAnnotation(Prefix + "audit-violations", $"would violate PodSecurity \"{policy}\": {string.Join(", ", violations)}");
    }

    private static void Warn(AdmissionAttributes attributes, PodSecurityPolicy policy, JsonObject? metadata, JsonObject spec)
    {
        var violations = PodSecurityEvaluator.Evaluate(policy, metadata, spec);
        if (violations.Count > 0)
            attributes.AddWarning($"would violate PodSecurity \"{policy}\": {string.Join(", ", violations)}");
    }

    // Only what can change the outcome: other containers, other images, other annotations of old.
    private static bool IsSignificant(AdmissionAttributes attributes, JsonObject pod)
    {
        if (attributes.Operation == AdmissionOperation.Create || attributes.OldObject is not { } old)
            return true;
        foreach (var list in (string[])["containers", "initContainers", "ephemeralContainers"])
        {
            var now = pod.FindArray("spec", list);
            var before = old.FindArray("spec", list);
            if ((now?.Count ?? 0) != (before?.Count ?? 0))
                return true;
            for (var i = 0; i < (now?.Count ?? 0); i++)
            {
                if ((now![i] as JsonObject)?.GetString("image") != (before![i] as JsonObject)?.GetString("image"))
                    return true;
            }
        }

        return !JsonValue.DeepEquals(pod.FindObject("metadata", "annotations"), old.FindObject("metadata", "annotations"));
    }

    private StatusError? CheckNamespace(AdmissionAttributes attributes, JsonObject document)
    {
        ErrorList errors = new();
        var policies = NamespacePolicies.Read(document, errors);
        if (attributes.Operation == AdmissionOperation.Create)
            return errors.ToStatus(new GroupKind("", "Namespace"), attributes.DisplayName());
        ErrorList oldErrors = new();
        var old = attributes.OldObject is { } before ? NamespacePolicies.Read(before, oldErrors) : NamespacePolicies.None;

        // Labels that were wrong before do not get in the way of other changes.
        if (errors.Count > 0)
            return oldErrors.Count > 0 ? null : errors.ToStatus(new GroupKind("", "Namespace"), attributes.DisplayName());
        var isStricter = policies.Enforce != old.Enforce
            && policies.Enforce.Level != PodSecurityLevel.Privileged
            && (policies.Enforce.Level > old.Enforce.Level || policies.Enforce.Minor != old.Enforce.Minor);
        if (isStricter)
            WarnOfExisting(attributes, policies.Enforce);
        return null;
    }

    private void WarnOfExisting(AdmissionAttributes attributes, PodSecurityPolicy policy)
    {
        var pods = objects.List("", "pods", attributes.Name);
        SortedDictionary<string, List<string>> byViolation = new(StringComparer.Ordinal);
        HashSet<string> controllers = new(StringComparer.Ordinal);
        foreach (var pod in pods.Take(MaxExistingPods).OrderBy(pod => pod.FindString("metadata", "name"), StringComparer.Ordinal))
        {
            if (pod.GetObject("spec") is not { } spec)
                continue;
            var violations = PodSecurityEvaluator.Evaluate(policy, pod.GetObject("metadata"), spec);
            if (violations.Count == 0)
                continue;

            // Pods of one controller are alike: one stands for all.
            var owner = pod.FindArray("metadata", "ownerReferences")?.OfType<JsonObject>().FirstOrDefault(o => o.GetBool("controller") == true);
            if (owner?.GetString("uid") is { } uid && !controllers.Add(uid))
                continue;
            var reasons = string.Join(", ", violations.Select(violation => violation.Reason));
            if (!byViolation.TryGetValue(reasons, out var names))
                byViolation.Add(reasons, names = []);
            names.Add(pod.FindString("metadata", "name") ?? "");
        }

        if (byViolation.Count == 0)
            return;
        attributes.AddWarning($"existing pods in namespace \"{attributes.Name}\" violate the new PodSecurity enforce level \"{policy}\"");
        foreach (var (reasons, names) in byViolation.OrderBy(pair => pair.Value[0], StringComparer.Ordinal))
        {
            var who = names.Count switch
            {
                1 => names[0],
                2 => $"{names[0]} (and 1 other pod)",
                _ => $"{names[0]} (and {names.Count - 1} other pods)",
            };
            attributes.AddWarning($"{who}: {reasons}");
        }
    }

    private async ValueTask<NamespacePolicies> PoliciesAsync(string name, CancellationToken cancellationToken)
    {
        var found = objects.Get("", "namespaces", "", name) ?? await objects.GetLatestAsync("", "namespaces", "", name, cancellationToken);
        return found is null ? NamespacePolicies.None : NamespacePolicies.Read(found, new ErrorList());
    }
}
