using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>What both document versions share.</summary>
internal static class OpenApiShared
{
    public static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = "1.36" };

    public static JsonObject Security() => new()
    {
        ["BearerToken"] = new JsonObject { ["type"] = "apiKey", ["name"] = "authorization", ["in"] = "header" },
    };

    /// <summary>The reason phrase of a status code; both specifications require a description of every response.</summary>
    public static string Meaning(string code) => code switch { "200" => "OK", "201" => "Created", "202" => "Accepted", _ => "Unauthorized" };

    public static void Extend(JsonObject target, OpenApiOperation operation)
    {
        if (operation.Action is not null)
            target["x-kubernetes-action"] = operation.Action;
        if (operation.Kind is { } kind)
            target["x-kubernetes-group-version-kind"] = TypeDocuments.Kind(kind.Group, kind.Version, kind.Kind);
    }
}
