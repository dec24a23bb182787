using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>Schemas and versions as upstream prints its own structures in error messages: all members, by their Go names, in their Go order.</summary>
internal static class GoSchema
{
    private static readonly (string Go, string Json, Kind Kind)[] Members =
    [
        ("ID", "id", Kind.Text), ("Schema", "$schema", Kind.Text), ("Ref", "$ref", Kind.Pointer), ("Description", "description", Kind.Text),
        ("Type", "type", Kind.Text), ("Nullable", "nullable", Kind.Flag), ("Format", "format", Kind.Text), ("Title", "title", Kind.Text),
        ("Default", "default", Kind.Pointer), ("Maximum", "maximum", Kind.Pointer), ("ExclusiveMaximum", "exclusiveMaximum", Kind.Flag),
        ("Minimum", "minimum", Kind.Pointer), ("ExclusiveMinimum", "exclusiveMinimum", Kind.Flag), ("MaxLength", "maxLength", Kind.Pointer),
        ("MinLength", "minLength", Kind.Pointer), ("Pattern", "pattern", Kind.Text), ("MaxItems", "maxItems", Kind.Pointer),
        ("MinItems", "minItems", Kind.Pointer), ("UniqueItems", "uniqueItems", Kind.Flag), ("MultipleOf", "multipleOf", Kind.Pointer),
        ("Enum", "enum", Kind.Pointer), ("MaxProperties", "maxProperties", Kind.Pointer), ("MinProperties", "minProperties", Kind.Pointer),
        ("Required", "required", Kind.Pointer), ("Items", "items", Kind.Items), ("AllOf", "allOf", Kind.Schemas), ("OneOf", "oneOf", Kind.Schemas),
        ("AnyOf", "anyOf", Kind.Schemas), ("Not", "not", Kind.Schema), ("Properties", "properties", Kind.Map),
        ("AdditionalProperties", "additionalProperties", Kind.SchemaOrFlag), ("PatternProperties", "patternProperties", Kind.Map),
        ("Dependencies", "dependencies", Kind.Dependencies), ("AdditionalItems", "additionalItems", Kind.SchemaOrFlag),
        ("Definitions", "definitions", Kind.Map), ("ExternalDocs", "externalDocs", Kind.Documentation), ("Example", "example", Kind.Pointer),
        ("XPreserveUnknownFields", "x-kubernetes-preserve-unknown-fields", Kind.Pointer), ("XEmbeddedResource", "x-kubernetes-embedded-resource", Kind.Flag),
        ("XIntOrString", "x-kubernetes-int-or-string", Kind.Flag), ("XListMapKeys", "x-kubernetes-list-map-keys", Kind.Pointer),
        ("XListType", "x-kubernetes-list-type", Kind.Pointer), ("XMapType", "x-kubernetes-map-type", Kind.Pointer),
        ("XValidations", "x-kubernetes-validations", Kind.Rules),
    ];

    private enum Kind
    {
        Text,
        Flag,
        Pointer,
        Schema,
        Schemas,
        Map,
        Items,
        SchemaOrFlag,
        Dependencies,
        Documentation,
        Rules,
    }

    /// <summary>A schema; null if there is none.</summary>
    public static JsonValue Of(JsonObject? schema)
    {
        if (schema is null) return JsonNull.Instance;
        var shown = new JsonObject(Members.Length);
        foreach (var (go, json, kind) in Members) shown.Set(go, Member(schema[json], kind));
        return shown;
    }

    /// <summary>The items of a schema.</summary>
    public static JsonValue ItemsOf(SchemaNode node) => Member(node.Source["items"], Kind.Items);

    /// <summary>A rule in CEL.</summary>
    public static JsonObject Rule(JsonObject rule) => new()
    {
        { "Rule", rule["rule"] ?? JsonString.Empty },
        { "Message", rule["message"] ?? JsonString.Empty },
        { "MessageExpression", rule["messageExpression"] ?? JsonString.Empty },
        { "Reason", rule["reason"] ?? JsonNull.Instance },
        { "FieldPath", rule["fieldPath"] ?? JsonString.Empty },
        { "OptionalOldSelf", rule["optionalOldSelf"] ?? JsonNull.Instance },
    };

    /// <summary>The versions of a definition.</summary>
    public static JsonArray Versions(IEnumerable<JsonObject> versions) => new(versions.Select(Version));

    private static JsonObject Version(JsonObject version) => new()
    {
        { "Name", version["name"] ?? JsonString.Empty },
        { "Served", version["served"] ?? false },
        { "Storage", version["storage"] ?? false },
        { "Deprecated", version["deprecated"] ?? false },
        { "DeprecationWarning", version["deprecationWarning"] ?? JsonNull.Instance },
        { "Schema", version.GetObject("schema") is { } schema ? new JsonObject { { "OpenAPIV3Schema", Of(schema.GetObject("openAPIV3Schema")) } } : JsonNull.Instance },
        { "Subresources", version.GetObject("subresources") is { } subresources ? Subresources(subresources) : JsonNull.Instance },
        { "AdditionalPrinterColumns", List(version.GetArray("additionalPrinterColumns"), Column) },
        { "SelectableFields", List(version.GetArray("selectableFields"), field => new JsonObject { { "JSONPath", field["jsonPath"] ?? JsonString.Empty } }) },
    };

    private static JsonObject Subresources(JsonObject subresources) => new()
    {
        { "Status", subresources.GetObject("status") is null ? JsonNull.Instance : new JsonObject() },
        {
            "Scale", subresources.GetObject("scale") is { } scale
                ? new JsonObject
                {
                    { "SpecReplicasPath", scale["specReplicasPath"] ?? JsonString.Empty },
                    { "StatusReplicasPath", scale["statusReplicasPath"] ?? JsonString.Empty },
                    { "LabelSelectorPath", scale["labelSelectorPath"] ?? JsonNull.Instance },
                }
                : JsonNull.Instance
        },
    };

    private static JsonObject Column(JsonObject column) => new()
    {
        { "Name", column["name"] ?? JsonString.Empty },
        { "Type", column["type"] ?? JsonString.Empty },
        { "Format", column["format"] ?? JsonString.Empty },
        { "Description", column["description"] ?? JsonString.Empty },
        { "Priority", column["priority"] ?? 0 },
        { "JSONPath", column["jsonPath"] ?? JsonString.Empty },
    };

    private static JsonValue List(JsonArray? list, Func<JsonObject, JsonValue> item) =>
        list is null ? JsonNull.Instance : new JsonArray(list.OfType<JsonObject>().Select(item));

    private static JsonValue Member(JsonValue? value, Kind kind) => value is null or JsonNull
        ? kind switch { Kind.Text => JsonString.Empty, Kind.Flag => false, _ => JsonNull.Instance }
        : kind switch
        {
            Kind.Schema => Of(value as JsonObject),
            Kind.Schemas => List(value as JsonArray, Of),
            Kind.Map => Map(value as JsonObject, one => Of(one as JsonObject)),
            Kind.Items => value is JsonArray list
                ? new JsonObject { { "Schema", JsonNull.Instance }, { "JSONSchemas", List(list, Of) } }
                : new JsonObject { { "Schema", Of(value as JsonObject) }, { "JSONSchemas", JsonNull.Instance } },
            Kind.SchemaOrFlag => value is JsonBoolean flag
                ? new JsonObject { { "Allows", flag }, { "Schema", JsonNull.Instance } }
                : new JsonObject { { "Allows", true }, { "Schema", Of(value as JsonObject) } },
            Kind.Dependencies => Map(value as JsonObject, one => one is JsonObject schema
                ? new JsonObject { { "Schema", Of(schema) }, { "Property", JsonNull.Instance } }
                : new JsonObject { { "Schema", JsonNull.Instance }, { "Property", one } }),
            Kind.Documentation => new JsonObject { { "Description", value.Find("description") ?? JsonString.Empty }, { "URL", value.Find("url") ?? JsonString.Empty } },
            Kind.Rules => List(value as JsonArray, Rule),
            _ => value,
        };

    private static JsonObject Map(JsonObject? map, Func<JsonValue, JsonValue> item)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in map ?? []) shown.Set(name, item(value));
        shown.SortMembers();
        return shown;
    }
}
