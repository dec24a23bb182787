using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Tables;

/// <summary>PartialObjectMetadata: an object without anything but its metadata.</summary>
internal static class PartialMetadata
{
    public static JsonObject Of(JsonObject document, string version, ResourceStrategy strategy)
    {
        var metadata = document.GetObject("metadata")?.Clone() ?? new JsonObject();
        strategy.TrimPartialMetadata(metadata);
        return new JsonObject
        {
            { "kind", "PartialObjectMetadata" },
            { "apiVersion", $"meta.k8s.io/{version}" },
            { "metadata", metadata },
        };
    }
}
