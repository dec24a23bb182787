using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>A patch that was read and can be applied, again and again.</summary>
internal sealed class PatchBody
{
    private readonly PatchType type;
    private readonly JsonPatch? operations;
    private readonly JsonValue value;
    private readonly ReadOnlyMemory<byte> body;

    private PatchBody(PatchType type, JsonValue value, JsonPatch? operations, IReadOnlyList<string> strictErrors, ReadOnlyMemory<byte> body)
    {
        this.type = type;
        this.value = value;
        this.operations = operations;
        this.body = body;
        StrictErrors = strictErrors;
    }

    /// <summary>Fields that the patch itself names twice, or that operations do not have.</summary>
    public IReadOnlyList<string> StrictErrors { get; }

    /// <summary>Whether it is a strategic merge patch.</summary>
    public bool IsStrategic => type == PatchType.StrategicMerge;

    /// <summary>The patch.</summary>
    public JsonValue Value => value;

    /// <summary>The patch as sent.</summary>
    public string Text => Encoding.UTF8.GetString(body.Span);

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
        var duplicates = new List<JsonDuplicate>();
        if (!JsonParser.TryParse(body.Span, out var value, out var error, new JsonParserOptions { Duplicates = duplicates })) return StatusError.BadRequest(prefix + error.Message);
        if (type == PatchType.Json)
        {
            return JsonPatch.TryRead(value, out var operations, out var problem)
                ? new PatchBody(type, value, operations, OperationFaults(value, duplicates), body)
                : problem;
        }

        var repeated = duplicates.Select(duplicate => $"duplicate field \"{duplicate.Path}\"").Distinct().ToArray();
        if (value is JsonObject or JsonNull) return new PatchBody(type, value as JsonObject ?? new JsonObject(), null, repeated, body);
        return StatusError.BadRequest($"{prefix}json: cannot unmarshal {value.GoKind} into Go value of type map[string]interface {{}}");
    }

    // Fields of operations are looked at as upstream decodes them: those it does not know, and those that come twice.
    private static List<string> OperationFaults(JsonValue operations, List<JsonDuplicate> duplicates)
    {
        var faults = new List<string>();
        foreach (var (index, operation) in (operations as JsonArray).Items())
        {
            foreach (var name in operation.Names)
            {
                if (name is not ("op" or "path" or "from" or "value")) faults.Add($"json patch unknown field \"[{index}].{name}\"");
            }

            foreach (var duplicate in duplicates)
            {
                if (ReferenceEquals(duplicate.Owner, operation)) faults.Add($"json patch duplicate field \"[{index}].{duplicate.Name}\"");
            }
        }

        return faults;
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
