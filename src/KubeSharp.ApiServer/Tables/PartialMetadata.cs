using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tables;

/// <summary>PartialObjectMetadata: an object without anything but its metadata.</summary>
internal static class PartialMetadata
{
    public static JsonObject Of(JsonObject document, string version) => new()
    {
        { "kind", "PartialObjectMetadata" },
        { "apiVersion", $"meta.k8s.io/{version}" },
        { "metadata", document.GetObject("metadata")?.Clone() ?? new JsonObject() },
    };
}
