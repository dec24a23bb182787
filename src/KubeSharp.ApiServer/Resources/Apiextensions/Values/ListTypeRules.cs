using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Items of sets, and the keys of items of lists of type map, must be unique.</summary>
internal static class ListTypeRules
{
    public static void Check(JsonValue value, SchemaNode schema, FieldPath? at, ErrorList errors)
    {
        switch (value)
        {
            case JsonArray list:
                if (schema.ListType is "set" or "map") Unique(list, schema, at, errors);
                if (schema.Items is not { } items) return;
                for (var i = 0; i < list.Count; i++) Check(list[i], items, at?.Index(i), errors);
                break;
            case JsonObject item:
                foreach (var (name, member) in item)
                {
                    if (schema.Property(name) is { } known) Check(member, known, at?.Child(name) ?? FieldPath.Of(name), errors);
                    else if (schema.AdditionalProperties is { } rest) Check(member, rest, at?.Key(name), errors);
                }

                break;
        }
    }

    private static void Unique(JsonArray list, SchemaNode schema, FieldPath? at, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (schema.ListType == "map" && list[i] is not JsonObject) continue;
            var key = schema.ListType == "map" ? ListMap.Key((JsonObject)list[i], schema) : list[i];
            if (!seen.Add(Canonical(key))) errors.Add(FieldError.Duplicate((at ?? FieldPath.Of("")).Index(i), key));
        }
    }

    // Numbers compare by value, objects without order.
    private static string Canonical(JsonValue value)
    {
        switch (value)
        {
            case JsonObject item:
                var copy = item.Clone();
                copy.SortMembers();
                return "{" + string.Join(',', copy.Select(member => $"{member.Key}:{Canonical(member.Value)}")) + "}";
            case JsonArray list:
                return "[" + string.Join(',', list.Select(Canonical)) + "]";
            case JsonNumber number:
                return number.TryGetInt64(out _) ? number.Text : JsonNumber.Of(number.ToDouble()).Text;
            default:
                return value.ToString();
        }
    }
}
