using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Takes a set of fields out of a document.</summary>
internal static class StructuredRemover
{
    /// <summary>The document without the fields; what is left empty becomes null. The argument is not changed.</summary>
    public static JsonObject Remove(JsonObject document, FieldSet fields, TypeSchema schema) =>
        fields.IsEmpty ? document : Members(document, fields, schema) as JsonObject ?? [];

    private static JsonValue Value(JsonValue value, FieldSet fields, TypeSchema type, MapType mapType) =>
        TypeForms.Of(type, mapType, value, null) switch
        {
            TypeForm.Members => value is JsonObject o ? Members(o, fields, type) : JsonNull.Instance,
            TypeForm.Items => value is JsonArray a ? Items(a, fields, type) : JsonNull.Instance,
            _ => value,
        };

    private static JsonValue Members(JsonObject source, FieldSet fields, TypeSchema type)
    {
        var result = new JsonObject(source.Count);
        foreach (var (name, value) in source)
        {
            var element = "f:" + name;
            if (fields.Has(element)) continue;
            var below = fields.Below(element);
            if (below.IsEmpty)
            {
                result.Append(name, value);
                continue;
            }

            var (memberType, mapType, _) = TypeForms.Member(type, name);
            result.Append(name, Value(value, below, memberType, mapType));
        }

        return result.Count == 0 ? JsonNull.Instance : result;
    }

    private static JsonValue Items(JsonArray source, FieldSet fields, TypeSchema list)
    {
        var result = new JsonArray(source.Count);
        foreach (var item in source)
        {
            var element = PathElements.OfItem(item, list, out _);
            if (fields.Has(element)) continue;
            var below = fields.Below(element);
            result.Add(below.IsEmpty ? item : Value(item, below, list.Items!, MapType.Unspecified));
        }

        return result.Count == 0 ? JsonNull.Instance : result;
    }
}
