using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Rules;
using KubeSharp.ApiServer.Resources.Apiextensions.Values;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>
/// Defaults must themselves fit the schema, and have nothing that pruning would take away
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting).
/// </summary>
internal sealed class DefaultRules(bool pruned, ErrorList errors)
{
    public void Check(SchemaNode root, FieldPath at) => Node(root, at, new Surroundings(root, static value => value), inMetadata: false, isObject: true);

    private void Node(SchemaNode node, FieldPath at, Surroundings around, bool inMetadata, bool isObject = false)
    {
        isObject |= node.EmbeddedResource;
        if (isObject)
        {
            inMetadata = false;
            around = new Surroundings(node, static value => value);
        }

        if (node.Default is { } value) Value(node, value, at.Child("default"), around, inMetadata);
        // Defaults within additionalProperties are never applied to an absent member: nothing to check.
        if (node.Items is { } items) Node(items, at.Child("items"), around.Item(), inMetadata);
        foreach (var (name, child) in node.Properties)
            Node(child, at.Child("properties").Key(name), around.Member(name), inMetadata || (isObject && (name is "metadata" or "apiVersion" or "kind")));
    }

    private void Value(SchemaNode node, JsonValue value, FieldPath at, Surroundings around, bool inMetadata)
    {
        if (inMetadata)
        {
            var faults = new ErrorList();
            EmbeddedObjectRules.Check(around.Wrap(value), around.Root, null, faults, isObject: true);
            if (faults.Count > 0) errors.Add(FieldError.Invalid(at, value, $"must result in valid metadata: {faults}"));
            else ValueValidator.Check(value, node, errors, at);
            return;
        }

        if (pruned && (value is JsonObject or JsonArray) && !SamePruned(node, value)) errors.Add(FieldError.Invalid(at, value, "must not have unknown fields"));
        var before = errors.Count;
        EmbeddedObjectRules.Check(value, node, at, errors);
        if (errors.Count == before) ValueValidator.Check(value, node, errors, at);
        if (errors.Count == before && RuleTree.OfValue(node) is { } rules) new RuleEvaluator(errors, warn: null).Check(rules, value, null, at.ToString());
    }

    /// <summary>Whether pruning by the schema leaves a default as it is.</summary>
    public static bool SamePruned(SchemaNode node, JsonValue value)
    {
        var holder = new JsonObject { { "value", value.DeepClone() } };
        var schema = CustomTypes.FromSchema(new JsonObject { { "type", "object" }, { "properties", new JsonObject { { "value", node.Source } } } });
        return DocumentDecoder.Decode(holder, schema).StrictErrors.Count == 0;
    }

    // Builds the object around a value in its metadata, as far as it is known.
    private sealed record Surroundings(SchemaNode Root, Func<JsonValue, JsonValue> Inner)
    {
        public Surroundings Member(string name) => this with { Inner = value => Inner(new JsonObject { { name, value } }) };

        public Surroundings Item() => this with { Inner = value => Inner(new JsonArray { value }) };

        public JsonValue Wrap(JsonValue value)
        {
            var whole = Inner(value.DeepClone());
            if (whole is not JsonObject item) return whole;
            item.SetDefault("apiVersion", "validation/v1");
            item.SetDefault("kind", "Validation");
            return item;
        }
    }
}
