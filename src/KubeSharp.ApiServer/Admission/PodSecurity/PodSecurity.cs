using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>Holds pods against the policy of their namespace (https://kubernetes.io/docs/concepts/security/pod-security-admission/).</summary>
internal sealed class PodSecurity : IValidatingAdmission
{
    private const string Prefix = "pod-security.kubernetes.io/";
    private readonly IObjectLister objects;
    private readonly NamespacePolicies defaults;
    private readonly PodSecurityExemptions exemptions;

    /// <summary>Reads a PodSecurityConfiguration.</summary>
    /// <exception cref="ArgumentException">A default is no policy.</exception>
    public PodSecurity(IObjectLister objects, JsonObject? settings = null)
    {
        this.objects = objects;
        defaults = NamespacePolicies.ReadDefaults(settings?.GetObject("defaults"));
        exemptions = PodSecurityExemptions.Read(settings?.GetObject("exemptions"));
    }

    /// <inheritdoc/>
    public string Name => "PodSecurity";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not { } document) return null;
        if (attributes.IsFor("", "namespaces")) return CheckNamespace(attributes, document);
        if (attributes.Resource is { Group: "", Resource: "pods" })
        {
            if (attributes.Subresource is not ("" or "ephemeralcontainers" or "resize") || document.GetObject("spec") is not { } pod || IsExempt(attributes)) return null;
            return IsSignificant(attributes, document) ? await EvaluateAsync(attributes, document.GetObject("metadata"), pod, enforce: true, cancellationToken) : null;
        }

        if (attributes.Subresource.Length > 0
            || PodTemplates.Find(attributes.Resource.Group, attributes.Resource.Resource, document) is not { } template
            || template.GetObject("spec") is not { } spec
            || IsExempt(attributes))
            return null;
        return await EvaluateAsync(attributes, template.GetObject("metadata"), spec, enforce: false, cancellationToken);
    }

    private async ValueTask<StatusError?> EvaluateAsync(
        AdmissionAttributes attributes, JsonObject? metadata, JsonObject spec, bool enforce, CancellationToken cancellationToken)
    {
        var name = attributes.Namespace;
        var found = objects.Get("", "namespaces", "", name) ?? await objects.GetLatestAsync("", "namespaces", "", name, cancellationToken);
        var faults = new ErrorList();
        var policies = found is null ? defaults : NamespacePolicies.Read(found, defaults, faults);
        if (faults.IsEmpty && policies.IsPrivileged)
        {
            if (enforce) attributes.AddAnnotation(Prefix + "enforce-policy", policies.Enforce.ToString());
            return null;
        }

        if (spec.GetString("runtimeClassName") is { } runtime && exemptions.RuntimeClasses.Contains(runtime))
        {
            attributes.AddAnnotation(Prefix + "exempt", "runtimeClass");
            return null;
        }

        if (!faults.IsEmpty) attributes.AddAnnotation(Prefix + "error", $"Failed to parse policy: {faults}");
        StatusError? refusal = null;
        if (enforce)
        {
            attributes.AddAnnotation(Prefix + "enforce-policy", policies.Enforce.ToString());
            if (Violations(policies.Enforce, metadata, spec) is { } forbidden) refusal = attributes.Forbid($"violates PodSecurity {forbidden}");
        }

        if (Violations(policies.Audit, metadata, spec) is { } noted) attributes.AddAnnotation(Prefix + "audit-violations", $"would violate PodSecurity {noted}");

        // Who is refused anyway needs no warning.
        if (refusal is null && Violations(policies.Warn, metadata, spec) is { } told) attributes.AddWarning($"would violate PodSecurity {told}");
        return refusal;
    }

    private static string? Violations(PodSecurityPolicy policy, JsonObject? metadata, JsonObject spec)
    {
        var violations = PodSecurityEvaluator.Evaluate(policy, metadata, spec);
        return violations.Count == 0 ? null : $"\"{policy}\": {string.Join(", ", violations)}";
    }

    private bool IsExempt(AdmissionAttributes attributes)
    {
        var why = exemptions.Namespaces.Contains(attributes.Namespace) ? "namespace" : exemptions.Usernames.Contains(attributes.User.Name) ? "user" : null;
        if (why is not null) attributes.AddAnnotation(Prefix + "exempt", why);
        return why is not null;
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
        var policies = NamespacePolicies.Read(document, defaults, errors);
        var name = attributes.DisplayName();
        if (attributes.Operation == AdmissionOperation.Create)
        {
            if (errors.Count == 0) WarnOfExemption(attributes, name, policies);
            return errors.ToStatus(new GroupKind("", "Namespace"), name);
        }

        ErrorList oldErrors = new();
        var old = attributes.OldObject is { } before ? NamespacePolicies.Read(before, defaults, oldErrors) : defaults;

        // Labels that were wrong before do not get in the way of other changes.
        if (errors.Count > 0)
            return oldErrors.Count > 0 ? null : errors.ToStatus(new GroupKind("", "Namespace"), name);
        var isStricter = policies.Enforce != old.Enforce
            && policies.Enforce.Level != PodSecurityLevel.Privileged
            && (policies.Enforce.Level > old.Enforce.Level || policies.Enforce.Minor != old.Enforce.Minor);
        if (!isStricter || WarnOfExemption(attributes, name, policies)) return null;
        foreach (var warning in ExistingPods.Warnings(attributes.Name, objects.List("", "pods", attributes.Name), policies.Enforce, exemptions)) attributes.AddWarning(warning);
        return null;
    }

    private bool WarnOfExemption(AdmissionAttributes attributes, string name, NamespacePolicies policies)
    {
        if (!exemptions.Namespaces.Contains(name)) return false;
        if (!policies.IsPrivileged && policies != defaults)
            attributes.AddWarning($"namespace \"{name}\" is exempt from Pod Security, and the policy ({policies}) will be ignored");
        return true;
    }
}
