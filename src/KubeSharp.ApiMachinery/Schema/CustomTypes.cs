using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>
/// Makes types from the structural schemas of custom resource definitions.
/// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema"/>.
/// </summary>
public static class CustomTypes
{
    private const string ObjectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    /// <summary>The type of a custom resource's objects; kind, apiVersion and metadata are those of every API object.</summary>
    /// <param name="schema">The openAPIV3Schema of a version, defaulted and valid; null when there is none: then every member is kept.</param>
    /// <param name="preserveUnknownFields">The definition's own preserveUnknownFields.</param>
    public static TypeSchema FromDefinition(JsonObject? schema, bool preserveUnknownFields = false)
    {
        schema ??= new JsonObject();
        return MakeObject(schema, preserveUnknownFields || schema.Count == 0 || Flag(schema, "x-kubernetes-preserve-unknown-fields"), resource: true);
    }

    /// <summary>The type of one node of a structural schema.</summary>
    public static TypeSchema FromSchema(JsonObject schema)
    {
        var preserve = Flag(schema, "x-kubernetes-preserve-unknown-fields");
        if (Flag(schema, "x-kubernetes-int-or-string"))
            return Scalar(FieldType.IntOrString, schema);
        switch ((schema["type"] as JsonString)?.Value)
        {
            case "object":
                return schema["additionalProperties"] switch
                {
                    JsonObject values => MakeMap(schema, FromSchema(values)),
                    JsonBoolean { Value: true } => MakeMap(schema, Scalars.Any),
                    _ => MakeObject(schema, preserve, Flag(schema, "x-kubernetes-embedded-resource")),
                };
            case "array":
                return new TypeSchema(FieldType.List)
                {
                    Items = schema["items"] is JsonObject items ? FromSchema(items) : Scalars.Any,
                    ListType = Text(schema, "x-kubernetes-list-type") switch
                    {
                        "map" => ListType.Map,
                        "set" => ListType.Set,
                        "atomic" => ListType.Atomic,
                        _ => ListType.Unspecified,
                    },
                    ListMapKeys = Strings(schema["x-kubernetes-list-map-keys"] as JsonArray),
                    Nullable = Flag(schema, "nullable"),
                    Default = DefaultOf(schema),
                    Source = schema,
                };
            case "string":
                return Scalar(FieldType.String, schema);
            case "integer":
                return Scalar(Text(schema, "format") == "int32" ? FieldType.Int32 : FieldType.Int64, schema);
            case "number":
                return Scalar(FieldType.Double, schema);
            case "boolean":
                return Scalar(FieldType.Boolean, schema);
            default:
                return schema.Contains("properties") ? MakeObject(schema, preserve, resource: false) : Scalar(FieldType.Any, schema);
        }
    }

    private static TypeSchema Scalar(FieldType type, JsonObject schema) => new(type)
    {
        Nullable = Flag(schema, "nullable"),
        PreserveUnknownFields = type == FieldType.Any,
        Default = DefaultOf(schema),
        Source = schema,
    };

    private static TypeSchema MakeMap(JsonObject schema, TypeSchema values) => new(FieldType.Map)
    {
        Items = values,
        MapType = MapTypeOf(schema),
        Nullable = Flag(schema, "nullable"),
        PreserveUnknownFields = Flag(schema, "x-kubernetes-preserve-unknown-fields"),
        Default = DefaultOf(schema),
        Source = schema,
    };

    private static TypeSchema MakeObject(JsonObject schema, bool preserve, bool resource)
    {
        var required = Strings(schema["required"] as JsonArray);
        var fields = new List<FieldSchema>();
        if (resource)
        {
            fields.Add(new FieldSchema("kind", Scalars.String));
            fields.Add(new FieldSchema("apiVersion", Scalars.String));
            fields.Add(new FieldSchema("metadata", SchemaRegistry.Kubernetes.GetType(ObjectMeta)) { OmitEmpty = false });
        }

        if (schema["properties"] is JsonObject properties)
        {
            foreach (var (name, value) in properties)
            {
                if (value is not JsonObject node || (resource && name is "kind" or "apiVersion" or "metadata"))
                    continue;
                var type = FromSchema(node);
                fields.Add(new FieldSchema(name, type)
                {
                    Required = Array.IndexOf(required, name) >= 0,
                    DefaultApplies = type.Default is not null,
                    IsPointer = true,
                });
            }
        }

        return new TypeSchema(fields)
        {
            MapType = MapTypeOf(schema),
            Nullable = Flag(schema, "nullable"),
            PreserveUnknownFields = preserve,
            EmbeddedResource = resource,
            Default = DefaultOf(schema),
            Source = schema,
        };
    }

    private static MapType MapTypeOf(JsonObject schema) => Text(schema, "x-kubernetes-map-type") switch
    {
        "atomic" => MapType.Atomic,
        "granular" => MapType.Granular,
        _ => MapType.Unspecified,
    };

    // A default of null is none.
    private static JsonValue? DefaultOf(JsonObject schema) => schema["default"] is { IsNull: false } value ? value : null;

    private static bool Flag(JsonObject schema, string name) => schema[name] is JsonBoolean { Value: true };

    private static string? Text(JsonObject schema, string name) => (schema[name] as JsonString)?.Value;

    private static string[] Strings(JsonArray? array)
    {
        if (array is null)
            return [];
        var strings = new List<string>(array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonString text)
                strings.Add(text.Value);
        }

        return [.. strings];
    }
}
