using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>
/// Writes types as the schemas of a document. Types are added by need: whatever a schema refers to is added, too.
/// </summary>
/// <param name="version">2 or 3: they differ in where references stand, in defaults and in a few scalars.</param>
/// <param name="descriptions">The texts; null for none.</param>
internal sealed class TypeDocuments(int version, FieldDescriptions? descriptions)
{
    private readonly SortedDictionary<string, JsonObject> schemas = new(StringComparer.Ordinal);
    private readonly Queue<string> pending = [];

    /// <summary>The versions that options types name as theirs; null for all that the real server knows.</summary>
    public IReadOnlyList<string>? SchemeVersions { get; init; }

    public JsonObject Reference(string type)
    {
        if (!schemas.ContainsKey(type))
        {
            schemas.Add(type, []);
            pending.Enqueue(type);
        }

        return new JsonObject { ["$ref"] = (version == 2 ? "#/definitions/" : "#/components/schemas/") + type };
    }

    /// <summary>Adds a schema that comes from elsewhere, such as a custom resource's.</summary>
    public void Add(string type, JsonObject schema) => schemas[type] = schema;

    /// <summary>All schemas referred to, ordered by name.</summary>
    public JsonObject Complete()
    {
        while (pending.TryDequeue(out var type))
        {
            if (schemas[type].Count == 0)
                schemas[type] = Describe(type, Make(type));
        }

        var result = new JsonObject(schemas.Count);
        foreach (var (name, schema) in schemas)
            result.Add(name, schema);
        return result;
    }

    private JsonObject Describe(string type, JsonObject schema)
    {
        if (descriptions?.OfType(type) is { } text)
            schema.Insert(0, "description", new JsonString(text));
        return schema;
    }

    private JsonObject Make(string name)
    {
        if (ScalarTypes.Component(name, version) is { } scalar)
            return scalar;
        var registry = SchemaRegistry.Kubernetes;
        var type = registry.GetType(name);
        var schema = new JsonObject { ["type"] = "object" };
        var required = type.Fields.Where(f => f.Required).Select(f => f.Name).ToList();
        if (required.Count > 0)
            schema["required"] = JsonArray.OfStrings(required);
        if (type.Fields.Count > 0)
        {
            var properties = new JsonObject();
            foreach (var field in type.Fields.OrderBy(f => f.Name, StringComparer.Ordinal))
                properties.Add(field.Name, Field(name, field));
            schema["properties"] = properties;
        }

        if (Kinds(name) is { Count: > 0 } kinds)
            schema["x-kubernetes-group-version-kind"] = kinds;
        if (type.MapType == MapType.Atomic)
            schema["x-kubernetes-map-type"] = "atomic";
        if (registry.UnionsOf(name) is { } unions)
            schema["x-kubernetes-unions"] = JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes(unions));
        return schema;
    }

    private JsonArray Kinds(string name)
    {
        var kinds = new JsonArray();
        foreach (var (group, kindVersion, kind) in SchemaRegistry.Kubernetes.KindsOf(name))
        {
            if (group != "*")
            {
                kinds.Add(Kind(group, kindVersion, kind));
                continue;
            }

            foreach (var known in SchemeVersions ?? SchemaRegistry.Kubernetes.SchemeVersions)
            {
                var slash = known.IndexOf('/', StringComparison.Ordinal);
                kinds.Add(Kind(known[..slash] == "core" ? "" : known[..slash], known[(slash + 1)..], kind));
            }
        }

        return kinds;
    }

    public static JsonObject Kind(string group, string kindVersion, string kind) =>
        new() { ["group"] = group, ["kind"] = kind, ["version"] = kindVersion };

    private JsonObject Field(string owner, FieldSchema field)
    {
        var schema = new JsonObject();
        if (descriptions?.OfField(owner, field.Name) is { } text)
            schema["description"] = text;
        var type = field.Type;
        if (ReferenceName(type) is { } name)
        {
            // Version 3 has no room for a description beside a reference; where there is none, the reference stands alone.
            if (version == 2 || field.Undescribed)
            {
                schema["$ref"] = Reference(name)["$ref"];
            }
            else
            {
                if (field.Default is { } value)
                    schema["default"] = value.DeepClone();
                schema["allOf"] = new JsonArray([Reference(name)]);
            }
        }
        else
        {
            Inline(schema, type);
            if (version == 3 && field.Default is { } value)
                schema["default"] = value.DeepClone();
            if (field.Enum.Count > 0)
                schema["enum"] = JsonArray.OfStrings(field.Enum);
        }

        if (field.OwnMapType != MapType.Unspecified)
            schema["x-kubernetes-map-type"] = field.OwnMapType == MapType.Atomic ? "atomic" : "granular";
        if (field.PatchMergeKey is { } key)
            schema["x-kubernetes-patch-merge-key"] = key;
        if (field.PatchStrategy != PatchStrategy.None)
            schema["x-kubernetes-patch-strategy"] = Strategy(field.PatchStrategy);
        return schema;
    }

    private JsonObject Element(TypeSchema type)
    {
        if (ReferenceName(type) is { } name)
            return Reference(name);
        var schema = new JsonObject();
        Inline(schema, type);
        if (type.Enum.Count > 0)
            schema["enum"] = JsonArray.OfStrings(type.Enum);
        return schema;
    }

    private void Inline(JsonObject schema, TypeSchema type)
    {
        switch (type.Type)
        {
            case FieldType.List:
                schema["type"] = "array";
                schema["items"] = Element(type.Items!);
                if (type.ListMapKeys.Count > 0)
                    schema["x-kubernetes-list-map-keys"] = JsonArray.OfStrings(type.ListMapKeys);
                break;
            case FieldType.Map:
                schema["type"] = "object";
                schema["additionalProperties"] = Element(type.Items!);
                break;
            case FieldType.Int32 or FieldType.Int64:
                schema["type"] = "integer";
                schema["format"] = type.Type == FieldType.Int32 ? "int32" : "int64";
                break;
            case FieldType.Double:
                schema["type"] = "number";
                schema["format"] = "double";
                break;
            case FieldType.Boolean:
                schema["type"] = "boolean";
                break;
            default:
                schema["type"] = "string";
                if (type.Type == FieldType.Bytes)
                    schema["format"] = "byte";
                break;
        }

        if (type.ListType != ListType.Unspecified)
            schema["x-kubernetes-list-type"] = type.ListType switch { ListType.Map => "map", ListType.Set => "set", _ => "atomic" };
    }

    private static string? ReferenceName(TypeSchema type) => type.Name ?? ScalarTypes.ComponentName(type.Type);

    private static string Strategy(PatchStrategy strategy)
    {
        var words = new List<string>();
        if (strategy.HasFlag(PatchStrategy.Merge))
            words.Add("merge");
        if (strategy.HasFlag(PatchStrategy.RetainKeys))
            words.Add("retainKeys");
        if (strategy.HasFlag(PatchStrategy.Replace))
            words.Add("replace");
        return string.Join(',', words);
    }
}
