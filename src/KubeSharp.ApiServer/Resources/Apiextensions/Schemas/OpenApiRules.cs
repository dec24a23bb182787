using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>
/// What of OpenAPI v3 definitions may use, and how Kubernetes' own extensions go together
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation).
/// </summary>
internal sealed class OpenApiRules(SchemaLeniency leniency, ErrorList errors)
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    /// <summary>Checks a whole schema.</summary>
    public void Check(SchemaNode root, FieldPath at) => Node(root, at, isRoot: true, inMetadata: false, noDefaults: null);

    private void Node(SchemaNode node, FieldPath at, bool isRoot, bool inMetadata, string? noDefaults)
    {
        Keywords(node, at, inMetadata, noDefaults);
        if (node.AdditionalProperties is not null || node.AllowsAdditional is not null)
        {
            if (node.Properties.Count > 0 && node.AllowsAdditional != true)
                errors.Add(FieldError.Forbidden(at.Child("additionalProperties"), "additionalProperties and properties are mutual exclusive"));
            var reason = inMetadata ? "inside additionalProperties applying to object metadata" : noDefaults;
            if (node.AdditionalProperties is { } rest) Node(rest, at.Child("additionalProperties"), false, inMetadata, reason);
        }

        foreach (var (name, child) in node.Properties)
        {
            var meta = (isRoot || node.EmbeddedResource) && (name is "metadata" or "kind" or "apiVersion");
            Node(child, at.Child("properties").Key(name), false, inMetadata || meta, meta && isRoot ? $"in top-level {name}" : noDefaults);
        }

        if (node.Not is { } not) Node(not, at.Child("not"), false, inMetadata, noDefaults);
        All(node.AllOf, at.Child("allOf"));
        All(node.OneOf, at.Child("oneOf"));
        All(node.AnyOf, at.Child("anyOf"));
        foreach (var (name, value) in node.Source.GetObject("definitions") ?? [])
        {
            if (value is JsonObject definition) Node(SchemaNode.Read(definition), at.Child("definitions").Key(name), false, inMetadata, noDefaults);
        }

        if (node.Items is { } items) Node(items, at.Child("items"), false, inMetadata, noDefaults);
        All(node.ItemsList, at.Child("items"));
        foreach (var (name, value) in node.Source.GetObject("dependencies") ?? [])
        {
            if (value is JsonObject dependency) Node(SchemaNode.Read(dependency), at.Child("dependencies").Key(name), false, inMetadata, noDefaults);
        }

        ListRules.Check(node, at, leniency, errors);
        ExpressionRules.Check(node, at, errors);

        void All(IReadOnlyList<SchemaNode> parts, FieldPath path)
        {
            for (var i = 0; i < parts.Count; i++) Node(parts[i], path.Index(i), false, inMetadata, noDefaults);
        }
    }

    private void Keywords(SchemaNode node, FieldPath at, bool inMetadata, string? noDefaults)
    {
        if (!leniency.AnyType && node.Type.Length > 0 && !Types.Contains(node.Type)) errors.Add(FieldError.NotSupported(at.Child("type"), node.Type, Types));
        Forbid(node.Default is not null && noDefaults is not null, "default", $"must not be set {noDefaults}");
        Forbid(node.Source.GetString("id") is { Length: > 0 }, "id", "id is not supported");
        Forbid(node.Has("additionalItems"), "additionalItems", "additionalItems is not supported");
        Forbid(node.Source.GetObject("patternProperties") is { Count: > 0 }, "patternProperties", "patternProperties is not supported");
        Forbid(node.Source.GetObject("definitions") is { Count: > 0 }, "definitions", "definitions is not supported");
        Forbid(node.Has("dependencies"), "dependencies", "dependencies is not supported");
        Forbid(node.Has("$ref"), "$ref", "$ref is not supported");
        Forbid(node.Type == "null", "type", "type cannot be set to null, use nullable as an alternative");
        Forbid(node.ItemsList.Count > 0, "items", "items must be a schema object and not an array");
        Forbid(inMetadata && node.EmbeddedResource, "x-kubernetes-embedded-resource", "must not be used inside of resource meta");
        Forbid(node.Source.GetBool("uniqueItems") == true, "uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        if (node.Source.GetBool("x-kubernetes-preserve-unknown-fields") == false)
            errors.Add(FieldError.Invalid(at.Child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined"));
        if (node.MapType is not { } map) return;
        const string MustBeObject = "must be object if x-kubernetes-map-type is specified";
        if (node.Type.Length == 0) errors.Add(FieldError.Required(at.Child("type"), MustBeObject));
        else if (node.Type != "object") errors.Add(FieldError.Invalid(at.Child("type"), node.Type, MustBeObject));
        if (map is not ("atomic" or "granular")) errors.Add(FieldError.NotSupported(at.Child("x-kubernetes-map-type"), map, "atomic", "granular"));

        void Forbid(bool there, string member, string why)
        {
            if (there) errors.Add(FieldError.Forbidden(at.Child(member), why));
        }
    }
}
