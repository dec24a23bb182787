using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Reads what another server says it serves.</summary>
internal static class RemoteDiscovery
{
    /// <summary>The resources of an APIResourceList.</summary>
    public static IReadOnlyList<ResourceDefinition> Resources(JsonObject list, string group, string version)
    {
        var items = (list.GetArray("resources") ?? []).OfType<JsonObject>().Where(item => item.GetString("name") is { Length: > 0 }).ToList();
        var schema = CustomTypes.FromDefinition(null);
        return
        [
            .. items.Where(item => !item.GetString("name")!.Contains('/', StringComparison.Ordinal)).Select(item => new ResourceDefinition
            {
                Group = item.GetString("group") is { Length: > 0 } otherGroup ? otherGroup : group,
                Version = item.GetString("version") is { Length: > 0 } otherVersion ? otherVersion : version,
                Plural = item.GetString("name")!,
                Singular = item.GetString("singularName") ?? "",
                Kind = item.GetString("kind") ?? "",
                Namespaced = item.GetBool("namespaced") == true,
                Verbs = Texts(item, "verbs"),
                ShortNames = Texts(item, "shortNames"),
                Categories = Texts(item, "categories"),
                Custom = true,
                Schema = schema,
                Subresources = [.. items.Where(sub => IsBelow(sub, item)).Select(sub => Subresource(sub, group, version))],
            }),
        ];
    }

    /// <summary>The URL of the OpenAPI v3 document of a version in the index of a server; null if there is none.</summary>
    public static string? OpenApiUrl(JsonObject? index, RemoteApi api) => index?.FindString("paths", $"apis/{api.Group}/{api.Version}", "serverRelativeURL");

    private static bool IsBelow(JsonObject sub, JsonObject item) => sub.GetString("name")!.StartsWith(item.GetString("name") + "/", StringComparison.Ordinal);

    private static SubresourceDefinition Subresource(JsonObject sub, string group, string version)
    {
        var name = sub.GetString("name")!;
        var foreign = sub.GetString("version") is { Length: > 0 };
        return new SubresourceDefinition(
            name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..],
            foreign ? sub.GetString("group") ?? "" : group,
            foreign ? sub.GetString("version")! : version,
            sub.GetString("kind") ?? "",
            foreign,
            Texts(sub, "verbs"));
    }

    private static string[] Texts(JsonObject item, string member) => [.. (item.GetArray(member) ?? []).OfType<JsonString>().Select(text => text.Value)];
}
