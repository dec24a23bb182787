using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>A patch that was read and can be applied, again and again.</summary>
internal sealed class PatchBody
{
    private readonly PatchType type;
    private readonly JsonPatch? operations;
    private readonly JsonValue value;

    private PatchBody(PatchType type, JsonValue value, JsonPatch? operations)
    {
        this.type = type;
        this.value = value;
        this.operations = operations;
    }

    /// <summary>The kind of patch that the Content-Type names; null if the resource cannot be patched so.</summary>
    public static PatchType? TypeOf(ResourceRequest request)
    {
        var content = request.Http.ContentType ?? "";
        var semicolon = content.IndexOf(';');
        return (semicolon < 0 ? content : content[..semicolon]).Trim() switch
        {
            "application/json-patch+json" => PatchType.Json,
            "application/merge-patch+json" => PatchType.Merge,
            "application/strategic-merge-patch+json" when request.Resource.Stored is not { IsCustom: true } => PatchType.StrategicMerge,
            "application/apply-patch+yaml" => PatchType.Apply,
            _ => null,
        };
    }

    /// <summary>415.</summary>
    public static StatusError UnknownType(ResourceRequest request) => request.Resource.Stored is { IsCustom: true }
        ? StatusError.UnsupportedMediaType(["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"])
        : new StatusError { Code = 415, Reason = StatusReason.UnsupportedMediaType, Message = "415: Unsupported Media Type", Details = new StatusDetails() };

    /// <summary>Reads a patch.</summary>
    public static Result<PatchBody> Parse(PatchType type, ReadOnlyMemory<byte> body)
    {
        var prefix = type == PatchType.StrategicMerge ? "" : "error decoding patch: ";
        if (!JsonParser.TryParse(body.Span, out var value, out var error)) return StatusError.BadRequest(prefix + error.Message);
        if (type == PatchType.Json)
        {
            return JsonPatch.TryRead(value, out var operations, out var problem) ? new PatchBody(type, value, operations) : problem;
        }

        if (value is JsonObject or JsonNull) return new PatchBody(type, value as JsonObject ?? new JsonObject(), null);
        return StatusError.BadRequest($"{prefix}json: cannot unmarshal {value.GoKind} into Go value of type map[string]interface {{}}");
    }

    /// <summary>The object with the patch applied; not decoded yet.</summary>
    public Result<JsonObject> Apply(JsonObject document, TypeSchema schema)
    {
        switch (type)
        {
            case PatchType.Json:
                var result = operations!.Apply(document);
                if (result.Error is not null) return result.Error;
                return result.Value as JsonObject ?? new JsonObject();
            case PatchType.Merge:
                return MergePatch.Apply(document, value) as JsonObject ?? new JsonObject();
            default:
                return StrategicMergePatch.Apply(document, (JsonObject)value, schema);
        }
    }
}
