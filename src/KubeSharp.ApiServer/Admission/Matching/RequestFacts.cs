using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission.Matching;

/// <summary>What matching and expressions need to know of one request, found out once and only if asked for.</summary>
internal sealed class RequestFacts(AdmissionAttributes attributes, IObjectLister objects, ResourceRegistry registry)
{
    private AdmissionMatch[]? equivalents;
    private bool looked;
    private JsonObject? @namespace;

    /// <summary>The same objects under other versions or groups: <c>autoscaling/v1</c> and <c>v2</c>, events of both groups. Without the request's own.</summary>
    public IReadOnlyList<AdmissionMatch> Equivalents => equivalents ??= FindEquivalents();

    /// <summary>The request's namespace; null for what lies in none, and for namespaces themselves.</summary>
    public JsonObject? Namespace(out StatusError? problem)
    {
        problem = null;
        if (attributes.Namespace.Length == 0 || IsNamespace(attributes)) return null;
        var found = Look(attributes.Namespace);
        if (found is null) problem = StatusError.NotFound(new GroupResource("", "namespaces"), attributes.Namespace);
        return found;
    }

    /// <summary>The labels of the namespace that the request lies in, or is about: as it will be when it is written, as it is when it goes.</summary>
    public JsonObject? NamespaceLabels(out StatusError? problem)
    {
        problem = null;
        if (IsNamespace(attributes) && attributes.Subresource.Length == 0 && attributes.Operation is AdmissionOperation.Create or AdmissionOperation.Update)
            return attributes.Object?.FindObject("metadata", "labels");
        var name = RequestNamespace(attributes);
        var found = Look(name);
        if (found is null) problem = StatusError.NotFound(new GroupResource("", "namespaces"), name);
        return found?.FindObject("metadata", "labels");
    }

    /// <summary>Whether the request is about a namespace.</summary>
    public static bool IsNamespace(AdmissionAttributes attributes) => attributes.Resource is { Group: "", Resource: "namespaces" };

    /// <summary>The namespace as reviews tell it: a namespace lies in itself.</summary>
    public static string RequestNamespace(AdmissionAttributes attributes) => IsNamespace(attributes) ? attributes.Name : attributes.Namespace;

    private JsonObject? Look(string name)
    {
        if (looked) return @namespace;
        looked = true;
        return @namespace = objects.Get("", "namespaces", "", name);
    }

    private AdmissionMatch[] FindEquivalents()
    {
        if (registry.Find(attributes.Resource.Group, attributes.Resource.Version, attributes.Resource.Resource)?.Stored is not { } stored) return [];
        List<AdmissionMatch> found = [];
        foreach (var version in registry.Versions)
        {
            foreach (var definition in version.Resources)
            {
                GroupVersionResource resource = new(definition.Group, definition.Version, definition.Plural);
                if (definition.Plural != stored.StoredDefinition.Plural || resource == attributes.Resource) continue;
                if (registry.Find(resource.Group, resource.Version, resource.Resource)?.Stored != stored) continue;
                GroupVersionKind kind = new(definition.Group, definition.Version, definition.Kind);
                if (attributes.Subresource.Length > 0)
                {
                    if (definition.Subresource(attributes.Subresource) is not { } part) continue;
                    kind = new GroupVersionKind(part.Group, part.Version, part.Kind);
                }

                found.Add(new AdmissionMatch(resource, kind));
            }
        }

        return [.. found];
    }
}
