using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>The bytes that lie in the store: UTF-8 JSON in the stored version, members in the order of the schema, no resourceVersion.</summary>
internal static class StoredForm
{
    public static byte[] Encode(StoredResource resource, JsonObject document)
    {
        var result = DocumentDecoder.Normalize(document, resource.StoredDefinition.Schema);
        result.GetObject("metadata")?.Remove("resourceVersion");
        return result.ToUtf8Bytes();
    }
}
