using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>
/// Decodes custom resources: members without a schema are pruned, defaults filled in, metadata brought into the form of every API
/// object, members sorted. Types of other values are not checked here: that is the schema validation's part.
/// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning"/>.
/// </summary>
internal sealed class CustomDecoder(IReadOnlyList<JsonDuplicate>? duplicates)
{
    private readonly SortedSet<string> pruned = new(GoOrder.Instance);
    private string? error;

    public DecodeResult Decode(JsonObject source, TypeSchema schema)
    {
        var result = Prune(source, schema, "", root: true);
        if (error is not null) return new DecodeResult { Error = error };
        var strict = new List<string>();
        foreach (var duplicate in duplicates ?? []) strict.Add($"duplicate field \"{duplicate.Path}\"");
        foreach (var path in pruned) strict.Add($"unknown field \"{path}\"");
        return new DecodeResult { Object = result, StrictErrors = strict };
    }

    private JsonObject Prune(JsonObject source, TypeSchema schema, string path, bool root = false)
    {
        var result = new JsonObject(source.Count);
        var resource = root || schema.EmbeddedResource;
        foreach (var (name, value) in source)
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (resource && name == "metadata")
            {
                if (ReadMetadata(value, inner) is { } metadata) result.Append(name, metadata);
            }
            else if (resource && (name is "apiVersion" or "kind"))
            {
                result.Append(name, value);
            }
            else if (schema.TryGetField(name, out var field))
            {
                // Null stands only where the schema allows it; elsewhere it means absent.
                if (IsAbsent(value, field.Type)) continue;
                result.Append(name, PruneValue(value, field.Type, inner));
            }
            else if (schema.PreserveUnknownFields)
            {
                result.Append(name, Free(value));
            }
            else
            {
                pruned.Add(inner);
            }
        }

        result.SortMembers();
        return result;
    }

    private JsonValue PruneValue(JsonValue value, TypeSchema type, string path)
    {
        switch (value)
        {
            case JsonObject o when type.Type == FieldType.Object:
                return Prune(o, type, path);
            case JsonObject o when type.Type == FieldType.Map:
                var map = new JsonObject(o.Count);
                foreach (var (name, item) in o)
                {
                    if (IsAbsent(item, type.Items!) && type.Items!.Default is null) continue;
                    map.Append(name, PruneValue(Substitute(item, type.Items!), type.Items!, $"{path}.{name}"));
                }

                map.SortMembers();
                return map;
            case JsonArray a when type.Type == FieldType.List:
                var list = new JsonArray(a.Count);
                for (var i = 0; i < a.Count; i++) list.Add(PruneValue(Substitute(a[i], type.Items!), type.Items!, $"{path}[{i}]"));
                return list;
            default:
                return Free(value);
        }
    }

    // What no schema speaks of (additionalProperties: true) may be null.
    private static bool IsAbsent(JsonValue value, TypeSchema type) => value.IsNull && !type.Nullable && type.Source is not null;

    // A null among map values or list items gets the default, if there is one.
    private static JsonValue Substitute(JsonValue value, TypeSchema type) => IsAbsent(value, type) && type.Default is { } fallback ? fallback.DeepClone() : value;

    /// <summary>A value without schema, with members sorted and numbers spelled as Go spells int64 and float64.</summary>
    private static JsonValue Free(JsonValue value)
    {
        switch (value)
        {
            case JsonObject o:
                var copy = new JsonObject(o.Count);
                foreach (var (name, item) in o) copy.Append(name, Free(item));
                copy.SortMembers();
                return copy;
            case JsonArray a:
                var list = new JsonArray(a.Count);
                foreach (var item in a) list.Add(Free(item));
                return list;
            case JsonNumber number:
                return number.TryGetInt64(out var integer) ? (integer == 0 ? JsonNumber.Zero : number) : JsonNumber.Of(number.ToDouble());
            default:
                return value;
        }
    }

    private JsonObject? ReadMetadata(JsonValue value, string path)
    {
        if (value.IsNull) return [];
        var decoded = value is JsonObject o
            ? new TypedDecoder().Decode(o, SchemaRegistry.Kubernetes.GetType("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"), null)
            : new DecodeResult { Error = $"json: cannot unmarshal {value.GoKind} into Go value of type v1.ObjectMeta" };
        if (decoded.Object is null)
        {
            error ??= $"{path}: Invalid value: {FieldError.Render(value)}: {decoded.Error}";
            return null;
        }

        foreach (var unknown in decoded.StrictErrors)
        {
            var quote = unknown.IndexOf('"', StringComparison.Ordinal);
            pruned.Add($"{path}.{unknown[(quote + 1)..^1]}");
        }

        return (JsonObject)Free(decoded.Object);
    }
}
