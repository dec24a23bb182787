using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Values as upstream prints its own structures in error messages: members by their Go names, in their Go order, the absent ones too.
/// </summary>
internal static class GoStructs
{
    /// <summary>The value for an error message.</summary>
    public static JsonValue Of(JsonValue? value, TypeSchema schema) => value switch
    {
        null or JsonNull => Zero(schema, pointer: !schema.IsObject),
        JsonObject map when schema is { Type: FieldType.Map, Items: { } items } => OfMap(map, items),
        JsonArray list when schema.Items is { } item => new JsonArray(list.Select(one => Of(one, item))),
        JsonObject struc when schema.IsObject => OfStruct(struc, schema),
        _ => value.DeepClone(),
    };

    private static JsonObject OfMap(JsonObject map, TypeSchema items)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in map) shown.Set(name, Of(value, items));
        shown.SortMembers();
        return shown;
    }

    private static JsonObject OfStruct(JsonObject value, TypeSchema schema)
    {
        var shown = new JsonObject();
        foreach (var field in schema.Fields)
        {
            var present = value[field.Name];
            shown.Set(GoName(field.Name), present is null or JsonNull ? Zero(field.Type, field.IsPointer || (field.Type.IsObject && !field.IsStruct)) : Of(present, field.Type));
        }

        return shown;
    }

    private static JsonValue Zero(TypeSchema schema, bool pointer)
    {
        if (pointer) return JsonNull.Instance;
        return schema.Type switch
        {
            FieldType.Object => OfStruct([], schema),
            FieldType.String => JsonString.Empty,
            FieldType.Boolean => false,
            FieldType.Int32 or FieldType.Int64 or FieldType.Double => 0,
            _ => JsonNull.Instance,
        };
    }

    private static string GoName(string name) => name switch
    {
        "cel" => "CEL",
        "uid" => "UID",
        "ips" => "IPs",
        "ip" => "IP",
        "apiGroup" => "APIGroup",
        "apiVersion" => "APIVersion",
        _ => char.ToUpperInvariant(name[0]) + name[1..],
    };
}
