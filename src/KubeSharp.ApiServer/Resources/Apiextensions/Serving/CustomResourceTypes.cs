using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Discovery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Apiextensions.Conversion;
using KubeSharp.ApiServer.Resources.Apiextensions.Definitions;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>What a definition makes the server serve.</summary>
internal static class CustomResourceTypes
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    /// <summary>The served versions of an established definition, each with its view of the objects; empty if it has no version to store.</summary>
    public static IReadOnlyList<ServedResource> Of(JsonObject definition, WebhookCaller webhooks)
    {
        var spec = definition.GetObject("spec")!;
        var versions = (spec.GetArray("versions") ?? []).OfType<JsonObject>().ToList();
        if (versions.Find(version => version.GetBool("storage") == true) is not { } storage) return [];
        var all = versions.ToDictionary(version => version.GetString("name")!, version => Definition(definition, spec, version, storage));
        var schemas = new CustomResourceVersions(
            spec.GetString("group")!, storage.GetString("name")!, all.ToDictionary(one => one.Key, one => one.Value.Schema), Converter(spec, webhooks));
        return
        [
            .. versions.Where(version => version.GetBool("served") == true).Select(version =>
            {
                var served = all[version.GetString("name")!];
                return new ServedResource(served, View(definition, spec, version, served, schemas));
            }),
        ];
    }

    private static StoredResource View(JsonObject definition, JsonObject spec, JsonObject version, ResourceDefinition served, CustomResourceVersions versions)
    {
        var name = new GroupResource(served.Group, served.Plural);
        return new StoredResource
        {
            Name = name,
            StoredDefinition = served,
            Strategy = new CustomResourceStrategy
            {
                Schema = new CustomSchema(Schema(version) ?? []),
                Columns = PrinterColumn.Of(version),
                Selectable = [.. (version.GetArray("selectableFields") ?? []).OfType<JsonObject>().Select(field => (field.GetString("jsonPath") ?? "").TrimStart('.'))],
                Scale = version.FindObject("subresources", "scale") is { } scale ? ScalePaths.From(scale) : null,
                HasStatus = served.Subresource("status") is not null,
                Terminating = new Metadata(definition).IsBeingDeleted,
                Warning = DeprecationWarning.Of(spec, version),
                Versions = versions,
            },
            KeyPrefix = KeyPrefixes.For(name, custom: true),
            IsCustom = true,
            Since = ResourceVersion.TryParse(new Metadata(definition).ResourceVersion, out var since, out _) ? since.Value : 0,
            Codec = new CustomResourceCodec(versions, served.ApiVersion),
        };
    }

    private static IVersionConverter Converter(JsonObject spec, WebhookCaller webhooks)
    {
        if (spec.FindString("conversion", "strategy") != "Webhook" || spec.FindObject("conversion", "webhook", "clientConfig") is not { } client) return new NoConversion();
        var review = ConversionRules.ReviewVersions(spec).FirstOrDefault(ConversionRules.IsKnownReviewVersion) ?? "v1";
        return new WebhookConversion(webhooks, WebhookEndpoint.FromClientConfig(client), review);
    }

    /// <summary>The groups and versions of all of them, in the order of discovery.</summary>
    public static IReadOnlyList<GroupVersionDefinition> Versions(IEnumerable<ServedResource> resources)
    {
        const int GroupPriority = 1000;
        List<GroupVersionDefinition> all = [];
        foreach (var group in resources.GroupBy(resource => resource.Definition.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var versions = group.GroupBy(resource => resource.Definition.Version).OrderByDescending(version => version.Key, Comparer<string>.Create(DiscoveryOrder.CompareVersions)).ToList();
            for (var i = 0; i < versions.Count; i++)
            {
                ResourceDefinition[] served = [.. versions[i].Select(resource => resource.Definition).OrderBy(one => one.Plural, StringComparer.Ordinal)];
                all.Add(new GroupVersionDefinition(group.Key, versions[i].Key, GroupPriority, versions.Count - i, served));
            }
        }

        return all;
    }

    private static JsonObject? Schema(JsonObject version) => version.FindObject("schema", "openAPIV3Schema");

    private static ResourceDefinition Definition(JsonObject definition, JsonObject spec, JsonObject version, JsonObject storage)
    {
        var names = definition.FindObject("status", "acceptedNames")!;
        var (group, name) = (spec.GetString("group")!, version.GetString("name")!);
        var kind = names.GetString("kind")!;
        List<SubresourceDefinition> subresources = [];
        if (version.FindObject("subresources", "status") is not null) subresources.Add(new("status", group, name, kind, false, StatusVerbs));
        if (version.FindObject("subresources", "scale") is not null) subresources.Add(new("scale", "autoscaling", "v1", "Scale", true, StatusVerbs));
        return new ResourceDefinition
        {
            Group = group,
            Version = name,
            Plural = names.GetString("plural")!,
            Singular = names.GetString("singular") ?? "",
            Kind = kind,
            ListKind = names.GetString("listKind") is { Length: > 0 } list ? list : kind + "List",
            Namespaced = spec.GetString("scope") == "Namespaced",
            Verbs = Verbs,
            ShortNames = Texts(names.GetArray("shortNames")),
            Categories = Texts(names.GetArray("categories")),
            StorageGroupVersion = $"{group}/{storage.GetString("name")}",
            Subresources = subresources,
            Columns = [new ColumnDefinition("Name", "string", "name", 0), .. PrinterColumn.Of(version).Select(one => new ColumnDefinition(one.Name, one.Type, one.Format, one.Priority))],
            Custom = true,
            Schema = CustomTypes.FromDefinition(Schema(version)),
        };
    }

    private static string[] Texts(JsonArray? list) => [.. (list ?? []).OfType<JsonString>().Select(text => text.Value)];
}
