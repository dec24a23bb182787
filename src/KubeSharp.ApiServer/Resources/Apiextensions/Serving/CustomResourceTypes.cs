using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>What a definition makes the server serve.</summary>
internal static class CustomResourceTypes
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    /// <summary>The served versions of an established definition; empty if it has no version to store.</summary>
    public static IReadOnlyList<ServedResource> Of(JsonObject definition)
    {
        var spec = definition.GetObject("spec")!;
        var versions = (spec.GetArray("versions") ?? []).OfType<JsonObject>().ToList();
        if (versions.Find(version => version.GetBool("storage") == true) is not { } storage) return [];
        var group = spec.GetString("group")!;
        var stored = Definition(definition, spec, storage, storage);
        var name = new GroupResource(group, stored.Plural);
        var schemas = versions.Where(version => Schema(version) is not null).ToDictionary(version => version.GetString("name")!, version => new CustomSchema(Schema(version)!));
        string[] selectable = [.. (storage.GetArray("selectableFields") ?? []).OfType<JsonObject>().Select(field => (field.GetString("jsonPath") ?? "").TrimStart('.'))];
        var resource = new StoredResource
        {
            Name = name,
            StoredDefinition = stored,
            Strategy = new CustomResourceStrategy(schemas, Columns(storage), selectable, storage.FindObject("subresources", "scale") is { } scale ? ScalePaths.From(scale) : null, stored.Subresource("status") is not null, new Metadata(definition).IsBeingDeleted),
            KeyPrefix = KeyPrefixes.For(name, custom: true),
            IsCustom = true,
            Since = ResourceVersion.TryParse(new Metadata(definition).ResourceVersion, out var since, out _) ? since.Value : 0,
        };
        return
        [
            .. versions.Where(version => version.GetBool("served") == true)
                .Select(version => new ServedResource(version == storage ? stored : Definition(definition, spec, version, storage), resource)),
        ];
    }

    /// <summary>The groups and versions of all of them, in the order of discovery.</summary>
    public static IReadOnlyList<GroupVersionDefinition> Versions(IEnumerable<ServedResource> resources)
    {
        const int GroupPriority = 1000;
        List<GroupVersionDefinition> all = [];
        foreach (var group in resources.GroupBy(resource => resource.Definition.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var versions = group.GroupBy(resource => resource.Definition.Version).OrderByDescending(version => VersionRank.Of(version.Key)).ToList();
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
        if (version.FindObject("subresources", "scale") is not null) subresources.Add(new("scale", "autoscaling", "v1", "Scale", true, StatusVerbs));
        if (version.FindObject("subresources", "status") is not null) subresources.Add(new("status", group, name, kind, false, StatusVerbs));
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
            Columns = [new ColumnDefinition("Name", "string", "name", 0), .. Columns(version).Select(one => new ColumnDefinition(one.Name, one.Type, one.Format, one.Priority))],
            Custom = true,
            Schema = CustomTypes.FromDefinition(Schema(version)),
        };
    }

    private static IReadOnlyList<PrinterColumn> Columns(JsonObject version) => version.GetArray("additionalPrinterColumns") is { Count: > 0 } columns
        ?
        [
            .. columns.OfType<JsonObject>().Select(column => new PrinterColumn(
                column.GetString("name") ?? "",
                column.GetString("type") ?? "string",
                column.GetString("format") ?? "",
                (int)(column.GetInt64("priority") ?? 0),
                JsonPath.Parse(column.GetString("jsonPath") ?? ""))),
        ]
        : [PrinterColumn.Age];

    private static string[] Texts(JsonArray? list) => [.. (list ?? []).OfType<JsonString>().Select(text => text.Value)];
}
