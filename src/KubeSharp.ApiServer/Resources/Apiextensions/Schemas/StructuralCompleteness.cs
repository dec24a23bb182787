using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>What conditions in anyOf, allOf, oneOf and not speak of must be declared outside of them too.</summary>
internal static class StructuralCompleteness
{
    public static void Check(SchemaNode node, FieldPath at, ErrorList errors)
    {
        Junctors(node, node, at, at, errors);
        if (node.Items is { } items) Check(items, at.Child("items"), errors);
        foreach (var (name, child) in node.Properties) Check(child, at.Child("properties").Key(name), errors);
        if (node.AdditionalProperties is { } rest) Check(rest, at.Child("additionalProperties"), errors);
    }

    private static void Junctors(SchemaNode condition, SchemaNode declared, FieldPath there, FieldPath at, ErrorList errors)
    {
        if (condition.Not is { } not) Nested(not, declared, there, at.Child("not"), errors);
        All(condition.AllOf, "allOf");
        All(condition.AnyOf, "anyOf");
        All(condition.OneOf, "oneOf");

        void All(IReadOnlyList<SchemaNode> parts, string name)
        {
            for (var i = 0; i < parts.Count; i++) Nested(parts[i], declared, there, at.Child(name).Index(i), errors);
        }
    }

    private static void Nested(SchemaNode condition, SchemaNode declared, FieldPath there, FieldPath at, ErrorList errors)
    {
        Junctors(condition, declared, there, at, errors);
        if (condition.Items is { } items) Compare(items, declared.Items, there.Child("items"), at.Child("items"));
        foreach (var (name, child) in condition.Properties)
            Compare(child, declared.Property(name), there.Child("properties").Key(name), at.Child("properties").Key(name));

        void Compare(SchemaNode inner, SchemaNode? counterpart, FieldPath missing, FieldPath where)
        {
            if (counterpart is null) errors.Add(FieldError.Required(missing, $"because it is defined in {where}"));
            else Nested(inner, counterpart, missing, where, errors);
        }
    }
}
