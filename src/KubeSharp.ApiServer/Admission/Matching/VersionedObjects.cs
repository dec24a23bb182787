using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission.Matching;

/// <summary>The objects of a request in the version that a webhook or policy wants to see, and back.</summary>
internal sealed class VersionedObjects(ResourceRegistry registry)
{
    /// <summary>A document of the request in a version; the very same if it is in it already. Not to be changed.</summary>
    public JsonObject? View(AdmissionAttributes attributes, JsonObject? document, GroupVersionKind kind)
    {
        if (document is null || kind == attributes.Kind || StrategyOf(attributes) is not { } strategy) return document;
        return strategy.Convert(document.Clone(), kind.ApiVersion);
    }

    /// <summary>The shape of a kind that a request is about.</summary>
    public TypeSchema? SchemaOf(AdmissionAttributes attributes, AdmissionMatch match) =>
        registry.Find(match.Resource.Group, match.Resource.Version, match.Resource.Resource) is { } resource && resource.Definition.Kind == match.Kind.Kind
            ? resource.Definition.Schema
            : SchemaRegistry.Kubernetes.FindKind(match.Kind.Group, match.Kind.Version, match.Kind.Kind);

    /// <summary>Reads a changed document by the schema of its kind, completes it, and puts it in the place of the request's object.</summary>
    /// <returns>What is wrong with the document, or null.</returns>
    public string? Replace(AdmissionAttributes attributes, AdmissionMatch match, JsonObject changed, out bool differs)
    {
        differs = false;
        var target = attributes.Object!;
        if (SchemaOf(attributes, match) is not { } schema) return $"no kind \"{match.Kind.Kind}\" is registered for version \"{match.Kind.ApiVersion}\"";
        var decoded = DocumentDecoder.Decode(changed, schema);
        if (decoded.Object is not { } document) return decoded.Error;
        document.Remove("kind");
        document.Remove("apiVersion");
        document.Insert(0, "kind", new JsonString(match.Kind.Kind));
        document.Insert(1, "apiVersion", new JsonString(match.Kind.ApiVersion));
        differs = !JsonValue.DeepEquals(document, View(attributes, target, match.Kind));
        if (!differs) return null;
        SchemaDefaults.Apply(document, schema);
        if (StrategyOf(attributes) is { } strategy)
        {
            if (match.Kind != attributes.Kind) document = strategy.Convert(document, attributes.Kind.ApiVersion);
            strategy.Default(document);
        }

        target.Clear();
        foreach (var (name, value) in document) target.Set(name, value);
        return null;
    }

    // Objects of subresources with a kind of their own have one version only.
    private ResourceStrategy? StrategyOf(AdmissionAttributes attributes) =>
        registry.FindStored(attributes.Resource.Group, attributes.Resource.Resource) is { } stored && stored.Kind == attributes.Kind.Kind ? stored.Strategy : null;
}
