using System.Text;
using System.Text.Json;

namespace KubeSharp.SchemaBuilder;

/// <summary>Turns the component schemas of the OpenAPI v3 documents into facts.</summary>
internal static class OpenApiTypes
{
    private const string RefPrefix = "#/components/schemas/";

    private static readonly Dictionary<string, string> Scalars = new()
    {
        ["io.k8s.apimachinery.pkg.api.resource.Quantity"] = "quantity",
        ["io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1"] = "fieldsv1",
        ["io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"] = "microtime",
        ["io.k8s.apimachinery.pkg.apis.meta.v1.Patch"] = "patch",
        ["io.k8s.apimachinery.pkg.apis.meta.v1.Time"] = "time",
        ["io.k8s.apimachinery.pkg.runtime.RawExtension"] = "raw",
        ["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] = "intorstring",
        ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON"] = "json",
        ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray"] = "schemaorarray",
        ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool"] = "schemaorbool",
        ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray"] = "schemaorstrings",
    };

    public static Dictionary<string, TypeFact> Load(string folder, ProtobufFacts proto, HandFacts facts)
    {
        var types = new Dictionary<string, TypeFact>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var document = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
            if (!document.TryGetProperty("components", out var components) || !components.TryGetProperty("schemas", out var schemas))
                continue;
            foreach (var schema in schemas.EnumerateObject())
            {
                if (!Scalars.ContainsKey(schema.Name) && !types.ContainsKey(schema.Name))
                    types[schema.Name] = Convert(schema.Name, schema.Value, proto, facts);
            }
        }

        return types;
    }

    private static TypeFact Convert(string name, JsonElement schema, ProtobufFacts proto, HandFacts facts)
    {
        var required = new List<string>();
        if (schema.TryGetProperty("required", out var list))
            required.AddRange(list.EnumerateArray().Select(r => r.GetString()!));
        var numbers = proto.Fields(name);
        var fields = new List<FieldFact>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            var known = properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
            foreach (var field in Order(known.Keys, required, numbers))
                fields.Add(Convert(name, field, known[field], required.Contains(field), numbers.Find(n => n.Name == field), facts));
        }

        return new TypeFact(name, Header(name, schema), fields);
    }

    /// <summary>The server writes kind and apiVersion, then fields in the order of the Go struct, which is that of the message.</summary>
    private static IEnumerable<string> Order(
        Dictionary<string, JsonElement>.KeyCollection names, List<string> required, List<(string Name, string Path, bool Wrapped)> numbers)
    {
        var order = new List<string> { "kind", "apiVersion" };
        order.RemoveAll(n => !names.Contains(n) || numbers.Exists(f => f.Name == n));
        order.AddRange(numbers.Select(n => n.Name).Where(names.Contains));
        // Without a message, required fields are at least listed in the order of the struct.
        order.AddRange(required.Where(n => names.Contains(n) && !order.Contains(n)));
        order.AddRange(names.Where(n => !order.Contains(n)));
        return order.Distinct();
    }

    private static string Header(string name, JsonElement schema)
    {
        var flags = new StringBuilder();
        if (schema.TryGetProperty("x-kubernetes-group-version-kind", out var kinds))
        {
            var own = kinds.EnumerateArray().Select(k =>
                $"{k.GetProperty("group").GetString()}/{k.GetProperty("version").GetString()}/{k.GetProperty("kind").GetString()}").ToList();
            // DeleteOptions and WatchEvent belong to every group and version; each document adds its own.
            flags.Append("gvk=").Append(name.EndsWith(".meta.v1.DeleteOptions", StringComparison.Ordinal)
                || name.EndsWith(".meta.v1.WatchEvent", StringComparison.Ordinal) ? "*/v1/" + name.Split('.')[^1] : string.Join(',', own));
        }

        if (schema.TryGetProperty("x-kubernetes-map-type", out var map))
            flags.Append(" map=").Append(map.GetString());
        if (schema.TryGetProperty("x-kubernetes-unions", out var unions))
            flags.Append(" unions=").Append(JsonSerializer.Serialize(unions));
        return flags.ToString().Trim();
    }

    private static FieldFact Convert(
        string type, string name, JsonElement schema, bool required, (string Name, string Path, bool Wrapped) number, HandFacts facts)
    {
        var expression = TypeOf(schema);
        var hasDefault = schema.TryGetProperty("default", out var value);
        var text = hasDefault ? JsonSerializer.Serialize(value) : "";
        var isReference = char.IsUpper(expression[expression.LastIndexOf('.') + 1]) && expression[0] is not '[' and not '{';
        var pointer = facts.IsPointer(type, name) || (isReference && text != "{}");
        // Optional times, amounts and the like are pointers, but for those held by value, which are always written.
        pointer |= (expression is "time" or "microtime" or "quantity" or "intorstring" or "raw" or "fieldsv1" or "json" or "schemaorarray"
            or "schemaorbool" or "schemaorstrings") && !required && !facts.IsAlwaysWritten(type, name) && !facts.IsHeldByValue(type, name);
        var implied = required || text is "{}" or "\"\"" or "0" or "false";
        var always = (facts.IsAlwaysWritten(type, name) || (implied && !(pointer && !required))) && !facts.IsOmittedWhenEmpty(type, name);
        var flags = new StringBuilder();
        if (required)
            flags.Append(" !");
        if (pointer && !isReference)
            flags.Append(" *");
        if (always)
            flags.Append(" +");
        if (hasDefault)
            flags.Append(" default=").Append(text);
        if (schema.TryGetProperty("x-kubernetes-list-type", out var listType))
            flags.Append(" list=").Append(listType.GetString());
        if (schema.TryGetProperty("x-kubernetes-list-map-keys", out var keys))
            flags.Append(" keys=").AppendJoin(',', keys.EnumerateArray().Select(k => k.GetString()));
        if (schema.TryGetProperty("x-kubernetes-map-type", out var mapType))
            flags.Append(" map=").Append(mapType.GetString());
        if (schema.TryGetProperty("x-kubernetes-patch-strategy", out var strategy))
            flags.Append(" patch=").Append(strategy.GetString());
        if (schema.TryGetProperty("x-kubernetes-patch-merge-key", out var mergeKey))
            flags.Append(" mergekey=").Append(mergeKey.GetString());
        if (schema.TryGetProperty("enum", out var values))
            flags.Append(" enum=").AppendJoin(',', values.EnumerateArray().Select(k => k.GetString()!.Replace(" ", "%20", StringComparison.Ordinal)));
        flags.Append(Items(schema));
        if (number.Path is not null)
            flags.Append(" #").Append(number.Path);
        if (schema.TryGetProperty("$ref", out _))
            flags.Append(" undescribed");
        if (number.Wrapped)
            flags.Append(" wrapped");
        return new FieldFact(name, expression, flags.ToString().Trim());
    }

    /// <summary>What is said about the elements of a list or map: default, enum, format.</summary>
    private static string Items(JsonElement schema)
    {
        if (!schema.TryGetProperty("items", out var item) && !schema.TryGetProperty("additionalProperties", out item))
            return "";
        var flags = "";
        if (item.TryGetProperty("default", out var value))
            flags += " itemdefault=" + JsonSerializer.Serialize(value);
        if (item.TryGetProperty("enum", out var values))
            flags += " itemenum=" + string.Join(',', values.EnumerateArray().Select(v => v.GetString()!.Replace(" ", "%20", StringComparison.Ordinal)));
        if (item.TryGetProperty("x-kubernetes-list-type", out var listType))
            flags += " itemlist=" + listType.GetString();
        return flags;
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Reference(reference);
        if (schema.TryGetProperty("allOf", out var all))
            return Reference(all[0].GetProperty("$ref"));
        var format = schema.TryGetProperty("format", out var f) ? f.GetString() : null;
        switch (schema.GetProperty("type").GetString())
        {
            case "array":
                return "[]" + TypeOf(schema.GetProperty("items"));
            case "object":
                return schema.TryGetProperty("additionalProperties", out var values) ? "{}" + TypeOf(values) : "raw";
            case "integer":
                return format ?? "int64";
            case "number":
                return "double";
            case "boolean":
                return "bool";
            default:
                return format == "byte" ? "bytes" : "string";
        }
    }

    private static string Reference(JsonElement reference)
    {
        var name = reference.GetString()![RefPrefix.Length..];
        return Scalars.GetValueOrDefault(name, name);
    }
}
