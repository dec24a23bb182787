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
                else Expected("map", value, path);
                break;
            case FieldType.List:
                if (value is JsonArray a) Items(a, type, path);
                else Expected("list", value, path);
                break;
            case FieldType.String or FieldType.Bytes or FieldType.Time or FieldType.MicroTime:
                if (value is not JsonString) Expected("string", value, path);
                break;
            case FieldType.Int32 or FieldType.Int64 or FieldType.Double:
                if (value is not JsonNumber) Expected("numeric (int or float)", value, path);
                break;
            case FieldType.Boolean:
                if (value is not JsonBoolean) Expected("boolean", value, path);
                break;
            case FieldType.Quantity or FieldType.IntOrString:
                if (value is JsonObject or JsonArray) Expected("string", value, path);
                break;
        }
    }

    private void Members(JsonObject source, TypeSchema type, string path)
    {
        foreach (var (name, value) in source)
        {
            var inner = $"{path}.{name}";
            if (type.Type == FieldType.Object && !type.TryGetField(name, out _))
            {
                if (!type.PreserveUnknownFields) errors.Add($"{inner}: field not declared in schema");
                continue;
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
            if (list.ListType == ListType.Map && item is not JsonObject)
            {
                errors.Add($"{path}: element {i}: associative list with keys may not have non-map elements");
                continue;
            }

            var element = PathElements.OfItem(item, list, out var missing);
            if (missing is not null)
            {
                errors.Add($"{path}: element {i}: associative list with keys has an element that omits key field \"{missing}\" (and doesn't have default value)");
                continue;
            }

            if (!seen.Add(element)) errors.Add($"{path}: duplicate entries for key {PathElements.Print(element)}");
            Value(item, list.Items!, path + PathElements.Print(element));
        }
    }

    private void Expected(string what, JsonValue value, string path) => errors.Add($"{path}: expected {what}, got {Show(value)}");
}
