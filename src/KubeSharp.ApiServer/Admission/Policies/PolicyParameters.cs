using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Finds the parameter objects that a binding names.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#parameter-resources</remarks>
internal sealed class PolicyParameters(IObjectLister objects, ResourceRegistry registry)
{
    private static readonly JsonObject?[] None = [null];

    /// <summary>Why a policy cannot be used at all, or null.</summary>
    public string? Problem(AdmissionPolicy policy) => policy.ParamKind is { } kind && Resource(kind) is null
        ? $"failed to find resource referenced by paramKind: '{KindOf(kind)}'"
        : null;

    /// <summary>The objects, each of which the policy is evaluated with; one null if it is evaluated without.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="requestNamespace">Where to look when the binding names no namespace.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    /// <returns>The objects, or why there are none.</returns>
    public async ValueTask<(IReadOnlyList<JsonObject?> Found, string? Error)> FindAsync(
        AdmissionPolicy policy, PolicyBinding binding, string requestNamespace, CancellationToken cancellationToken)
    {
        if (policy.ParamKind is not { } kind || binding.ParamRef is not { } reference) return (None, null);
        if (Resource(kind) is not { } resource)
            return ([], $"paramKind kind `&ParamKind{{APIVersion:{kind.GetString("apiVersion")},Kind:{kind.GetString("kind")},}}` not known");
        var ns = reference.GetString("namespace") ?? "";
        if (!resource.Definition.Namespaced)
        {
            if (ns.Length > 0) return ([], "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }
        else if (ns.Length == 0)
        {
            ns = requestNamespace;
            if (ns.Length == 0) return ([], "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
        }

        var (found, error) = await LookAsync(resource, reference, ns, cancellationToken);
        if (error is not null) return ([], error);
        if (found.Count == 0 && reference.GetString("parameterNotFoundAction") == "Deny")
            return ([], "no params found for policy binding with `Deny` parameterNotFoundAction");
        return ([.. found.Select(document => Versioned(resource, document))], null);
    }

    private async ValueTask<(IReadOnlyList<JsonObject> Found, string? Error)> LookAsync(
        ServedResource resource, JsonObject reference, string ns, CancellationToken cancellationToken)
    {
        var (group, plural) = (resource.Stored!.Name.Group, resource.Stored.Name.Resource);
        var name = reference.GetString("name") ?? "";
        var one = await objects.GetLatestAsync(group, plural, ns, name, cancellationToken);
        if (name.Length > 0) return (one is null ? [] : [one], null);
        if (reference.GetObject("selector") is not { } selector) return ([], "one of name or selector must be provided");
        if (!LabelQuery.TryFrom(selector, out var query, out var error)) return ([], error);
        return ([.. objects.List(group, plural, ns).Where(document => query.Matches(document.FindObject("metadata", "labels")))], null);
    }

    // In the version that the policy names.
    private static JsonObject Versioned(ServedResource resource, JsonObject document) =>
        resource.IsStoredVersion ? document : resource.Stored!.Strategy.Convert(document.Clone(), resource.Definition.ApiVersion);

    private ServedResource? Resource(JsonObject kind)
    {
        var wanted = KindParts(kind);
        foreach (var version in registry.Versions)
        {
            if (version.Group != wanted.Group || version.Version != wanted.Version) continue;
            foreach (var definition in version.Resources)
            {
                if (definition.Kind == wanted.Kind && registry.Find(version.Group, version.Version, definition.Plural) is { Stored: not null } found) return found;
            }
        }

        return null;
    }

    private static string KindOf(JsonObject kind) => $"{kind.GetString("apiVersion")}, Kind={kind.GetString("kind")}";

    private static GroupVersionKind KindParts(JsonObject kind) => GroupVersionKind.From(kind.GetString("apiVersion") ?? "", kind.GetString("kind") ?? "");
}
