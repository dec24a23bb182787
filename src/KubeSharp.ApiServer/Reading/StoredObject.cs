using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Reading;

/// <summary>An object as it was committed. Immutable and shared between all its readers.</summary>
/// <param name="Key">The key in the store.</param>
/// <param name="Revision">The revision of the write: its resourceVersion.</param>
/// <param name="Json">The bytes that go to clients: UTF-8 JSON in the stored version, resourceVersion included.</param>
internal sealed record StoredObject(string Key, long Revision, ReadOnlyMemory<byte> Json)
{
    private JsonObject? document;

    /// <summary>The object parsed, once. Shared: clone it before changing it.</summary>
    public JsonObject Document => document ??= JsonParser.ParseObject(Json.Span);
}
