using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Reading;

/// <summary>What readers found out about an object, so that the next one need not: made when first asked for.</summary>
internal sealed class ObjectFacts(ReadOnlyMemory<byte> json)
{
    private JsonObject? document;
    private ObjectLabels? labels;

    /// <summary>The object parsed.</summary>
    public JsonObject Document => document ??= JsonParser.ParseObject(json.Span);

    /// <summary>The labels.</summary>
    public ObjectLabels Labels => labels ??= ObjectLabels.Read(json.Span);
}
