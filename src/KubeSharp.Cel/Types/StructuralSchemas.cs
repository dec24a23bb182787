using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Cel.Types;

/// <summary>
/// Reads structural schemas. Where a schema sets no limit, sizes are bounded by what fits into a request of 3 MiB.
/// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions"/>.
/// </summary>
internal static class StructuralSchemas
{
    private const long MaxRequestBytes = 3 * 1024 * 1024;
    private const long MaxTimeSize = 32;
    private const long DateSize = 12;
    private const long MinDateTimeSize = 21;
    private const long MinDurationSize = 3;

    public static CelSchema? Read(JsonObject node, bool isResourceRoot, string name)
    {
        var nullable = node.GetBool("nullable") == true;
        if (node.GetBool("x-kubernetes-int-or-string") == true)
            return CelSchema.Scalar(CelType.Dyn, Limit(node, "maxLength") is { } length ? length * 4 : MaxRequestBytes - 2, 1, nullable);
        switch (isResourceRoot ? "object" : node.GetString("type"))
        {
            case "array":
                return ReadList(node, name, nullable);
            case "object":
                return !isResourceRoot && node.GetObject("additionalProperties") is { } values
                    ? ReadMap(node, values, name, nullable)
                    : ReadObject(node, isResourceRoot, name, nullable);
            case "string":
                return ReadString(node, nullable);
            case "boolean":
                return CelSchema.Scalar(CelType.Bool, null, 4, nullable);
            case "number":
                return CelSchema.Scalar(CelType.Double, null, 1, nullable);
            case "integer":
                return CelSchema.Scalar(CelType.Int, null, 1, nullable);
            default:
                return null;
        }
    }

    private static CelSchema? ReadList(JsonObject node, string name, bool nullable)
    {
        if (node.GetObject("items") is not { } itemNode || Read(itemNode, IsEmbedded(itemNode), name + ".@idx") is not { } items)
            return null;
        var semantics = node.GetString("x-kubernetes-list-type") switch
        {
            "set" => CelListSemantics.Set,
            "map" => CelListSemantics.Map,
            _ => CelListSemantics.Atomic,
        };
        // The brackets, and a comma after each.
        var max = Limit(node, "maxItems") ?? (ulong)((MaxRequestBytes - 2) / (items.MinSerializedSize + 1));
        string[] keys = [.. (node.GetArray("x-kubernetes-list-map-keys") ?? []).OfType<JsonString>().Select(k => k.Value)];
        return CelSchema.List(items, max, 2, semantics, keys, nullable);
    }

    private static CelSchema? ReadMap(JsonObject node, JsonObject valueNode, string name, bool nullable)
    {
        if (Read(valueNode, IsEmbedded(valueNode), name + ".@elem") is not { } values)
            return null;
        // A key of two characters, quotes, colon, comma.
        var max = Limit(node, "maxProperties") ?? (ulong)((MaxRequestBytes - 2) / (values.MinSerializedSize + 6));
        return CelSchema.Map(values, max, nullable);
    }

    private static CelSchema ReadObject(JsonObject node, bool isResourceRoot, string name, bool nullable)
    {
        var fields = new Dictionary<string, CelField>(StringComparer.Ordinal);
        var required = node.GetArray("required") ?? [];
        var minSize = 2L;
        foreach (var (jsonName, value) in node.GetObject("properties") ?? [])
        {
            if (value is not JsonObject property || Read(property, IsEmbedded(property), $"{name}.{jsonName}") is not { } schema)
                continue;
            var isRequired = Contains(required, jsonName);
            if (CelNames.Escape(jsonName) is { } escaped)
                fields[escaped] = new CelField(escaped, jsonName, schema, isRequired);
            if (isRequired && !property.Contains("default"))
                minSize += Encoding.UTF8.GetByteCount(jsonName) + schema.MinSerializedSize + 4;
        }

        if (isResourceRoot)
            AddTypeAndName(fields, name);
        return CelSchema.Object(name, () => fields, minSize, nullable);
    }

    /// <summary>Of the metadata only the names are visible, whatever the schema says.</summary>
    private static void AddTypeAndName(Dictionary<string, CelField> fields, string name)
    {
        var text = CelSchema.Scalar(CelType.String, MaxRequestBytes - 2, 2, nullable: false);
        fields["kind"] = new CelField("kind", "kind", text);
        fields["apiVersion"] = new CelField("apiVersion", "apiVersion", text);
        fields["metadata"] = new CelField("metadata", "metadata", CelSchema.Object($"{name}.metadata", ("name", text), ("generateName", text)));
    }

    private static CelSchema ReadString(JsonObject node, bool nullable)
    {
        var maxLength = Limit(node, "maxLength");
        switch (node.GetString("format"))
        {
            case "byte":
                return CelSchema.Scalar(CelType.Bytes, maxLength ?? MaxRequestBytes - 2, 2, nullable);
            case "duration":
                return CelSchema.Scalar(CelType.Duration, (ulong)MaxTimeSize, MinDurationSize, nullable);
            case "date":
                return CelSchema.Scalar(CelType.Timestamp, (ulong)DateSize, DateSize, nullable);
            case "date-time":
                return CelSchema.Scalar(CelType.Timestamp, (ulong)MaxTimeSize, MinDateTimeSize, nullable);
        }

        // Lengths are in characters of up to four bytes.
        var max = maxLength is { } characters ? characters * 4 : node.GetArray("enum") is { Count: > 0 } values ? LongestOf(values) : MaxRequestBytes - 2;
        return CelSchema.Scalar(CelType.String, max, 2, nullable);
    }

    private static ulong LongestOf(JsonArray values)
    {
        var longest = 0;
        foreach (var value in values)
            longest = Math.Max(longest, value is JsonString text ? Encoding.UTF8.GetByteCount(text.Value) : 0);
        return (ulong)longest;
    }

    private static ulong? Limit(JsonObject node, string name) => node.GetInt64(name) is { } limit ? (ulong)Math.Max(0, limit) : null;

    private static bool IsEmbedded(JsonObject node) => node.GetBool("x-kubernetes-embedded-resource") == true;

    private static bool Contains(JsonArray names, string name)
    {
        foreach (var item in names)
        {
            if (item is JsonString text && text.Value == name)
                return true;
        }

        return false;
    }
}
