using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>The list types of server-side apply, and what they ask of the items.</summary>
internal static class ListRules
{
    public static void Check(SchemaNode node, FieldPath at, SchemaLeniency leniency, ErrorList errors)
    {
        Type(node, at, leniency, errors);
        if (node.ListMapKeys.Count > 0 && node.ListType != "map")
        {
            const string Why = "must be map if x-kubernetes-list-map-keys is non-empty";
            var type = at.Child("x-kubernetes-list-type");
            errors.Add(node.ListType is null ? FieldError.Required(type, Why) : FieldError.Invalid(type, node.ListType, Why));
        }

        if (node.ListType == "map") Map(node, at, errors);
        if (!leniency.OptionalMapKeys) Keys(node, at, errors);
    }

    /// <summary>Whether a set has items that are granular themselves.</summary>
    public static bool HasGranularItems(SchemaNode node) => node is { ListType: "set", Items: { } items }
        && ((items.Type == "array" && items.ListType is not (null or "atomic")) || (items.Type == "object" && items.MapType != "atomic"));

    /// <summary>Finds keys that are optional or may be null, and items that may be null.</summary>
    public static void Keys(SchemaNode node, FieldPath at, ErrorList errors)
    {
        if (node.Items is not { } items || node.ListType is not ("set" or "map")) return;
        var inside = at.Child("items");
        if (items.Nullable) errors.Add(FieldError.Forbidden(inside.Child("nullable"), "cannot be nullable when x-kubernetes-list-type is " + node.ListType));
        if (node.ListType != "map") return;
        foreach (var key in node.ListMapKeys)
        {
            if (items.Property(key) is not { } property) continue;
            var there = inside.Child("properties").Key(key);
            if (!items.Required.Contains(key) && property.Default is null)
            {
                errors.Add(FieldError.Required(
                    there.Child("default"), "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"));
            }

            if (property.Nullable)
                errors.Add(FieldError.Forbidden(there.Child("nullable"), "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
        }
    }

    private static void Type(SchemaNode node, FieldPath at, SchemaLeniency leniency, ErrorList errors)
    {
        if (node.ListType is not { } type) return;
        const string MustBeArray = "must be array if x-kubernetes-list-type is specified";
        const string MustBeAtomic = "must be atomic as item of a list with x-kubernetes-list-type=set";
        if (node.Type.Length == 0)
        {
            errors.Add(FieldError.Required(at.Child("type"), MustBeArray));
        }
        else if (node.Type != "array")
        {
            errors.Add(FieldError.Invalid(at.Child("type"), node.Type, MustBeArray));
        }
        else if (!leniency.GranularSets && HasGranularItems(node))
        {
            // Upstream shows the list type of the items for both.
            var member = node.Items!.Type == "array" ? "x-kubernetes-list-type" : "x-kubernetes-map-type";
            errors.Add(FieldError.Invalid(at.Child("items", member), node.Items.ListType is { } inner ? new JsonString(inner) : JsonNull.Instance, MustBeAtomic));
        }

        if (type is not ("atomic" or "set" or "map")) errors.Add(FieldError.NotSupported(at.Child("x-kubernetes-list-type"), type, "atomic", "set", "map"));
    }

    private static void Map(SchemaNode node, FieldPath at, ErrorList errors)
    {
        var keys = at.Child("x-kubernetes-list-map-keys");
        if (node.ListMapKeys.Count == 0) errors.Add(FieldError.Required(keys, "must not be empty if x-kubernetes-list-type is map"));
        if (node.Items is not { } items)
        {
            if (node.ItemsList.Count == 0) errors.Add(FieldError.Required(at.Child("items"), "must have a schema if x-kubernetes-list-type is map"));
            else errors.Add(FieldError.Invalid(at.Child("items"), GoSchema.ItemsOf(node), "must only have a single schema if x-kubernetes-list-type is map"));
            return;
        }

        if (items.Type != "object")
        {
            errors.Add(FieldError.Invalid(at.Child("items", "type"), items.Type, "must be object if parent array's x-kubernetes-list-type is map"));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in node.ListMapKeys)
        {
            if (items.Property(key) is not { } property)
            {
                errors.Add(FieldError.Invalid(keys, JsonArray.OfStrings(node.ListMapKeys), "entries must all be names of item properties"));
            }
            else if (property.Type is "array" or "object")
            {
                errors.Add(FieldError.Invalid(
                    at.Child("items", "properties").Key(key).Child("type"), items.Type, "must be a scalar type if parent array's x-kubernetes-list-type is map"));
            }

            if (!seen.Add(key)) errors.Add(FieldError.Invalid(keys, JsonArray.OfStrings(node.ListMapKeys), "must not contain duplicate entries"));
        }
    }
}
