using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>The schemas of custom resources: that of the definition, with the parts that every object has.</summary>
internal static class CustomTypeDocuments
{
    /// <summary>Version 2 has no way to say these; what they were in then stays open.</summary>
    private static readonly string[] OnlyInVersion3 = ["oneOf", "anyOf", "allOf", "not", "nullable", "default"];

    public static void Add(ResourceDefinition resource, TypeDocuments types, int version)
    {
        var kind = TypeDocuments.Kind(resource.Group, resource.Version, resource.Kind);
        var schema = resource.Schema.Source?.Clone() ?? [];
        if (version == 2)
            Strip(schema);
        var properties = schema.GetObject("properties") ?? [];
        if (resource.Schema.PreserveUnknownFields && properties.Count == 0 && version == 2)
            properties = [];
        Identify(properties);
        properties["metadata"] = Meta("ObjectMeta", types, version);
        properties.SortMembers();
        schema["type"] = "object";
        schema["properties"] = properties;
        schema["x-kubernetes-group-version-kind"] = new JsonArray([kind]);
        types.Add(OpenApiNames.TypeOf(resource), schema);

        var items = new JsonObject { ["type"] = "array", ["items"] = types.Reference(OpenApiNames.TypeOf(resource)) };
        var list = new JsonObject { ["items"] = items };
        Identify(list);
        list["metadata"] = Meta("ListMeta", types, version);
        list.SortMembers();
        types.Add(OpenApiNames.ListTypeOf(resource), new JsonObject
        {
            ["type"] = "object",
            ["required"] = JsonArray.OfStrings(["items"]),
            ["properties"] = list,
            ["x-kubernetes-group-version-kind"] = new JsonArray([TypeDocuments.Kind(resource.Group, resource.Version, resource.ListKind)]),
        });
    }

    private static void Identify(JsonObject properties)
    {
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
    }

    private static JsonObject Meta(string name, TypeDocuments types, int version)
    {
        var reference = types.Reference(OpenApiNames.Meta + name);
        return version == 2 ? reference : new JsonObject { ["allOf"] = new JsonArray([reference]) };
    }

    private static void Strip(JsonObject schema)
    {
        foreach (var name in OnlyInVersion3)
            schema.Remove(name);
        // A value of one of two types, or of any, has no type in version 2.
        if (schema["x-kubernetes-int-or-string"] is JsonBoolean { Value: true } or null && schema["x-kubernetes-preserve-unknown-fields"] is JsonBoolean { Value: true })
            schema.Remove("type");
        foreach (var (name, value) in schema.ShallowClone())
        {
            if (value is not JsonObject child)
                continue;
            if (name is "properties")
            {
                foreach (var (_, property) in child)
                {
                    if (property is JsonObject node)
                        Strip(node);
                }
            }
            else if (name is "items" or "additionalProperties")
            {
                Strip(child);
            }
        }
    }
}
