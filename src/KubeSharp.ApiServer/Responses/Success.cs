using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Responses;

/// <summary>The Status that says that all went well, for what has no object to show.</summary>
internal static class Success
{
    /// <summary>201, as binding and eviction answer.</summary>
    public static JsonObject Created() => new()
    {
        { "kind", "Status" },
        { "apiVersion", "v1" },
        { "metadata", new JsonObject() },
        { "status", "Success" },
        { "code", 201 },
    };
}
