using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>
/// Checks values by a schema as the API server does (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation).
/// With the value as it was before, faults of parts that did not change are forgiven (#validation-ratcheting).
/// </summary>
internal static class ValueValidator
{
    /// <summary>Finds what is wrong with a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="errors">Gets the faults.</param>
    /// <param name="at">Where the value stands; null for a whole object.</param>
    /// <param name="old">The value as it was; null for a new one.</param>
    public static void Check(JsonValue value, SchemaNode schema, ErrorList errors, FieldPath? at = null, JsonValue? old = null)
    {
        foreach (var fault in Ratcheted(value, schema, "", old).Faults) errors.Add(Placed(fault, at));
    }

    internal static ValueCheck Ratcheted(JsonValue value, SchemaNode schema, string path, JsonValue? old)
    {
        var result = Node(value, schema, path, old);
        if (result.IsValid || old is null || !JsonValue.DeepEquals(value, old)) return result;
        return new ValueCheck { Matches = result.Matches };
    }

    private static FieldError Placed(FieldError fault, FieldPath? at)
    {
        var name = fault.Field.TrimStart('.');
        var field = (at, name) switch
        {
            (null, "") => "<nil>",
            (null, _) => name,
            (_, "") => at.ToString(),
            _ => at + "." + name,
        };
        return fault with { Field = field };
    }

    private static ValueCheck Node(JsonValue value, SchemaNode schema, string path, JsonValue? old)
    {
        var result = new ValueCheck();
        if (value.IsNull)
        {
            result.Merge(TypeRules.Check(value, schema, path));
            result.Merge(EnumRule.Check(value, schema, path));
            return result;
        }

        if (TypeRules.Apply(schema)) Part(TypeRules.Check(value, schema, path));
        Part(Logic(value, schema, path, old));
        switch (value)
        {
            case JsonString text:
                Part(TextRules.Check(text.Value, schema, path));
                if (schema.CheckedFormat.Length > 0) Part(TextRules.CheckFormat(text.Value, schema, path));
                break;
            case JsonNumber number:
                Part(NumberRules.Check(number, schema, path));
                break;
            case JsonArray list:
                Part(Items(list, schema, path, old as JsonArray));
                break;
        }

        Part(EnumRule.Check(value, schema, path));
        if (value is JsonObject item) Part(Members(item, schema, path, old as JsonObject));
        result.Matches++;
        return result;

        void Part(ValueCheck? part)
        {
            result.Merge(part);
            result.Matches++;
        }
    }

    private static ValueCheck Logic(JsonValue value, SchemaNode schema, string path, JsonValue? old)
    {
        var result = new ValueCheck { Matches = 1 };
        if (schema.AnyOf.Count > 0) AnyOf(value, schema, path, old, result);
        if (schema.OneOf.Count > 0) OneOf(value, schema, path, old, result);
        if (schema.AllOf.Count > 0)
        {
            var fitting = 0;
            foreach (var part in schema.AllOf)
            {
                var one = Node(value, part, path, old);
                if (one.IsValid) fitting++;
                result.Merge(one);
            }

            if (fitting != schema.AllOf.Count)
                result.AddLoose($"\"{path}\" must validate all the schemas (allOf){(fitting == 0 ? ". None validated" : "")}");
        }

        if (schema.Not is { } not && Node(value, not, path, old).IsValid) result.AddLoose($"\"{path}\" must not validate the schema (not)");
        return result;
    }

    private static void AnyOf(JsonValue value, SchemaNode schema, string path, JsonValue? old, ValueCheck result)
    {
        ValueCheck? nearest = null;
        foreach (var part in schema.AnyOf)
        {
            var one = Node(value, part, path, old);
            if (one.IsValid)
            {
                result.Merge(one);
                return;
            }

            if (nearest is null || one.Matches > nearest.Matches) nearest = one;
        }

        result.AddLoose($"\"{path}\" must validate at least one schema (anyOf)");
        result.Merge(nearest);
    }

    private static void OneOf(JsonValue value, SchemaNode schema, string path, JsonValue? old, ValueCheck result)
    {
        ValueCheck? nearest = null;
        ValueCheck? first = null;
        var fitting = 0;
        foreach (var part in schema.OneOf)
        {
            var one = Node(value, part, path, old);
            if (one.IsValid)
            {
                fitting++;
                first ??= one;
                nearest = null;
            }
            else if (fitting == 0 && (nearest is null || one.Matches > nearest.Matches))
            {
                nearest = one;
            }
        }

        if (fitting == 1)
        {
            result.Merge(first);
            return;
        }

        result.AddLoose($"\"{path}\" must validate one and only one schema (oneOf). Found {(fitting == 0 ? "none valid" : $"{fitting} valid alternatives")}");
        result.Merge(nearest);
    }

    // Items of lists of type map are compared with the item of the same key; those of other lists are new whenever the list changed.
    private static ValueCheck Items(JsonArray list, SchemaNode schema, string path, JsonArray? old)
    {
        var result = new ValueCheck { Matches = 1 };
        if (schema.Items is { } items)
        {
            var before = schema.ListType == "map" && old is not null ? new ListMap(old, schema) : null;
            for (var i = 0; i < list.Count; i++) result.Merge(Ratcheted(list[i], items, $"{path}[{i}]", before?.Find(list[i])));
        }

        if (schema.Count("minItems") is { } least && list.Count < least)
            result.Add(Fault.Invalid(path, JsonNumber.Of(list.Count), $"{path} in body should have at least {least} items"));
        if (schema.Count("maxItems") is { } most && list.Count > most) result.Add(Fault.TooMany(path, list.Count, most));
        return result;
    }

    private static ValueCheck Members(JsonObject item, SchemaNode schema, string path, JsonObject? old)
    {
        if (schema.Count("minProperties") is { } least && item.Count < least)
            return ValueCheck.Of(Fault.Invalid(path, JsonNumber.Of(item.Count), $"{path} in body should have at least {least} properties"));
        if (schema.Count("maxProperties") is { } most && item.Count > most) return ValueCheck.Of(Fault.TooMany(path, item.Count, most));
        var result = new ValueCheck();
        if (schema.AllowsAdditional == false)
        {
            foreach (var (name, _) in item)
            {
                if (schema.Property(name) is null) result.Add(Fault.Invalid(path, new JsonString(name), $"{path}.{name} in body is a forbidden property"));
            }
        }
        else if (schema.AdditionalProperties is { } rest)
        {
            foreach (var (name, value) in item)
            {
                if (schema.Property(name) is null) result.Merge(Ratcheted(value, rest, $"{path}.{name}", old?[name]));
            }
        }

        foreach (var (name, child) in schema.Properties)
        {
            if (item[name] is { } value) result.Merge(Ratcheted(value, child, path.Length == 0 ? name : $"{path}.{name}", old?[name]));
        }

        foreach (var name in schema.Required)
        {
            if (!item.Contains(name)) result.Add(Fault.Required($"{path}.{name}"));
        }

        return result;
    }
}
