using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Checks that an applied configuration fits the schema; the texts are those of upstream's structured merge library.</summary>
internal sealed class TypedValidator
{
    private readonly List<string> errors = [];

    /// <summary>What is wrong, or null.</summary>
    public static string? Validate(JsonObject document, TypeSchema schema)
    {
        var validator = new TypedValidator();
        validator.Members(document, schema, "");
        return validator.errors.Count switch
        {
            0 => null,
            1 => validator.errors[0],
            _ => "errors:\n" + string.Join("\n", validator.errors.Select(e => "  " + e)),
        };
    }

    private static string Show(JsonValue value) => $"&value.valueUnstructured{{Value:{ShowGo(value)}}}";

    private static string ShowGo(JsonValue value) => value switch
    {
        JsonString text => GoText.Quote(text.Value),
        JsonObject o => $"map[string]interface {{}}{{{string.Join(", ", o.Select(m => $"{GoText.Quote(m.Key)}:{ShowGo(m.Value)}"))}}}",
        JsonArray a => $"[]interface {{}}{{{string.Join(", ", a.Select(ShowGo))}}}",
        JsonNull => "interface {}(nil)",
        _ => value.ToString(),
    };

    private void Value(JsonValue value, TypeSchema type, string path)
    {
        if (value.IsNull) return;
        switch (type.Type)
        {
            case FieldType.Object or FieldType.Map:
                if (value is JsonObject o) Members(o, type, path);
                else Expected("map", Held(value), path);
                break;
            case FieldType.List:
                if (value is JsonArray a) Items(a, type, path);
                else Expected("list", Held(value), path);
                break;
            case FieldType.String or FieldType.Bytes:
                if (value is not JsonString) Expected("string", Show(value), path);
                break;
            case FieldType.Int32 or FieldType.Int64 or FieldType.Double:
                if (value is not JsonNumber) Expected("numeric (int or float)", TypeName(value), path);
                break;
            case FieldType.Boolean:
                if (value is not JsonBoolean) Expected("boolean", Held(value), path);
                break;
            case FieldType.Quantity or FieldType.IntOrString or FieldType.Time or FieldType.MicroTime:
                if (value is JsonObject or JsonArray) Expected("any scalar", Held(value), path);
                break;
        }
    }

    // Each of upstream's complaints prints the value in another way: as Go code, as a pointer to what holds it, or only its type.
    private static string Held(JsonValue value) => $"&{{{GoText.Value(value)}}}";

    private static string TypeName(JsonValue value) => value switch
    {
        JsonString => "string",
        JsonBoolean => "bool",
        JsonArray => "[]interface {}",
        _ => "map[string]interface {}",
    };

    private void Members(JsonObject source, TypeSchema type, string path)
    {
        foreach (var (name, value) in source)
        {
            var inner = $"{path}.{name}";
            if (type.Type == FieldType.Object && !type.TryGetField(name, out _))
            {
                if (type.PreserveUnknownFields) continue;
                // Upstream looks no further in this map.
                errors.Add($"{inner}: field not declared in schema");
                return;
            }

            Value(value, TypeForms.Member(type, name).Type, inner);
        }
    }

    private void Items(JsonArray source, TypeSchema list, string path)
    {
        if (list.ListType is not (ListType.Map or ListType.Set))
        {
            for (var i = 0; i < source.Count; i++) Value(source[i], list.Items!, $"{path}[{i}]");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < source.Count; i++)
        {
            var item = source[i];
            var element = "";
            var problem = Misfit(item, list.ListType);
            if (problem is null)
            {
                element = PathElements.OfItem(item, list, out var missing);
                if (missing is not null) problem = $"associative list with keys has an element that omits key field \"{missing}\" (and doesn't have default value)";
            }

            if (problem is not null)
            {
                errors.Add($"{path}: element {i}: {problem}");
                return;
            }

            if (!seen.Add(element)) errors.Add($"{path}: duplicate entries for key {PathElements.Print(element)}");
            Value(item, list.Items!, path + PathElements.Print(element));
        }
    }

    private static string? Misfit(JsonValue item, ListType list) => (list, item) switch
    {
        (ListType.Map, JsonNull) => "associative list with keys may not have a null element",
        (ListType.Map, not JsonObject) => "associative list with keys may not have non-map elements",
        (ListType.Set, JsonObject) => "associative list without keys has an element that's a map type",
        (ListType.Set, JsonArray) => "not supported: associative list with lists as elements",
        (ListType.Set, JsonNull) => "associative list without keys has an element that's an explicit null",
        _ => null,
    };

    private void Expected(string what, string got, string path) => errors.Add($"{path}: expected {what}, got {got}");
}
