using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>
/// What makes a schema structural: every value has a type said outside of anyOf, allOf, oneOf and not
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema).
/// </summary>
internal static class StructuralRules
{
    /// <summary>The faults, sorted by their texts.</summary>
    public static IReadOnlyList<FieldError> Check(SchemaNode root, FieldPath at)
    {
        var errors = new ErrorList();
        Invariants(root, Level.Root, at, errors);
        StructuralCompleteness.Check(root, at, errors);
        return [.. errors.OrderBy(error => error.ToString(), GoOrder.Instance)];
    }

    /// <summary>What the schema has that cannot be read as a structural one at all; null for nothing.</summary>
    public static string? Unreadable(SchemaNode root)
    {
        string? why = null;
        root.Any(node =>
        {
            why ??= node switch
            {
                _ when node.Source.GetString("id") is { Length: > 0 } => "OpenAPI schema 'id' is not supported",
                _ when node.Source.GetString("$schema") is { Length: > 0 } => "OpenAPI schema 'schema' is not supported",
                _ when node.Source.GetString("$ref") is { Length: > 0 } => "OpenAPI schema '$ref' is not supported",
                _ when node.Has("additionalItems") => "OpenAPI schema 'additionalItems' is not supported",
                _ when node.Source.GetObject("patternProperties") is { Count: > 0 } => "OpenAPI schema 'patternProperties' is not supported",
                _ when node.Source.GetObject("definitions") is { Count: > 0 } => "OpenAPI schema 'definitions' is not supported",
                _ when node.Has("dependencies") => "OpenAPI schema 'dependencies' is not supported",
                _ when node.ItemsList.Count > 0 => "OpenAPIV3Schema 'items' must be a schema, but is an array",
                _ => null,
            };
            return why is not null;
        });
        return why;
    }

    internal static void Invariants(SchemaNode node, Level level, FieldPath at, ErrorList errors)
    {
        if (node.Type == "array" && node.Items is null) errors.Add(FieldError.Required(at.Child("items"), "must be specified"));
        if (node.Items is { } items) Invariants(items, Level.Item, at.Child("items"), errors);
        foreach (var (name, child) in node.Properties) Invariants(child, Level.Field, at.Child("properties").Key(name), errors);
        if (node.AdditionalProperties is not null || node.AllowsAdditional is not null)
        {
            if (level == Level.Root) errors.Add(FieldError.Forbidden(at.Child("additionalProperties"), "must not be used at the root"));
            if (node.AdditionalProperties is { } rest) Invariants(rest, Level.Field, at.Child("additionalProperties"), errors);
        }

        Extensions(node, at, errors);
        NestedRules.Check(node, level, at, errors, IsIntOrString(node.AnyOf), node.AllOf.Count > 0 && IsIntOrString(node.AllOf[0].AnyOf));
        Types(node, level, at, errors);
        Metadata(node, level, at, errors);
        if (node.EmbeddedResource && !node.PreservesUnknown && node.Properties.Count == 0)
        {
            errors.Add(FieldError.Required(
                at.Child("properties"), "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
        }
    }

    private static void Extensions(SchemaNode node, FieldPath at, ErrorList errors)
    {
        const string Why = "must be false if x-kubernetes-int-or-string is true";
        if (node.IntOrString && node.PreservesUnknown) errors.Add(FieldError.Invalid(at.Child("x-kubernetes-preserve-unknown-fields"), true, Why));
        if (node.IntOrString && node.EmbeddedResource) errors.Add(FieldError.Invalid(at.Child("x-kubernetes-embedded-resource"), true, Why));
    }

    private static void Types(SchemaNode node, Level level, FieldPath at, ErrorList errors)
    {
        const string MustBeObject = "must be object if x-kubernetes-embedded-resource is true";
        if (node.EmbeddedResource && node.Type != "object")
        {
            errors.Add(node.Type.Length == 0 ? FieldError.Required(at.Child("type"), MustBeObject) : FieldError.Invalid(at.Child("type"), node.Type, MustBeObject));
        }
        else if (node.Type.Length == 0 && !node.IntOrString && !node.PreservesUnknown)
        {
            errors.Add(FieldError.Required(at.Child("type"), level switch
            {
                Level.Root => "must not be empty at the root",
                Level.Item => "must not be empty for specified array items",
                _ => "must not be empty for specified object fields",
            }));
        }

        if (node.EmbeddedResource && (node.AdditionalProperties is not null || node.AllowsAdditional is not null))
            errors.Add(FieldError.Forbidden(at.Child("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set"));
        if (level == Level.Root && node.Type.Length > 0 && node.Type != "object")
            errors.Add(FieldError.Invalid(at.Child("type"), node.Type, "must be object at the root"));
    }

    private static void Metadata(SchemaNode node, Level level, FieldPath at, ErrorList errors)
    {
        var isObject = level == Level.Root || node.EmbeddedResource;
        var properties = at.Child("properties");
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (isObject && node.Property(name) is { } text && text.Type != "string")
                errors.Add(FieldError.Invalid(properties.Key(name).Child("type"), text.Type, "must be string"));
        }

        if (node.Property("metadata") is not { } metadata) return;
        var there = properties.Key("metadata");
        if (isObject && metadata.Type != "object") errors.Add(FieldError.Invalid(there.Child("type"), metadata.Type, "must be object"));
        if (level == Level.Root && SaysMore(metadata))
            errors.Add(FieldError.Forbidden(there, "must not specify anything other than name and generateName, but metadata is implicitly specified"));
    }

    // Besides a type and a default (which others look at), only the two names may be described.
    private static bool SaysMore(SchemaNode metadata)
    {
        foreach (var (name, value) in metadata.Source)
        {
            if (value.IsNull || name is "type" or "default") continue;
            if (name == "properties" && value is JsonObject known && known.Names.All(one => one is "name" or "generateName")) continue;
            if (value is JsonArray { Count: 0 } or JsonObject { Count: 0 } or JsonString { Value: "" } or JsonBoolean { Value: false }) continue;
            return true;
        }

        return false;
    }

    private static bool IsIntOrString(IReadOnlyList<SchemaNode> any) => any.Count == 2 && OnlyType(any[0], "integer") && OnlyType(any[1], "string");

    private static bool OnlyType(SchemaNode node, string type) => node.Type == type && node.Source.Count == 1;

    /// <summary>Where a schema stands.</summary>
    internal enum Level
    {
        Root,
        Item,
        Field,
    }
}
