using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>What may stand inside of anyOf, allOf, oneOf and not: conditions on values, nothing that says what a value is.</summary>
internal static class NestedRules
{
    private const string Empty = "must be empty to be structural";
    private const string Undefined = "must be undefined to be structural";
    private const string False = "must be false to be structural";

    /// <summary>Checks the conditions of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="level">Where it stands.</param>
    /// <param name="at">Its path.</param>
    /// <param name="errors">Gets the faults.</param>
    /// <param name="skipAnyOf">Whether anyOf says just "integer or string", which is allowed.</param>
    /// <param name="skipFirstAllOf">Whether the anyOf within the first allOf does.</param>
    public static void Check(SchemaNode node, StructuralRules.Level level, FieldPath at, ErrorList errors, bool skipAnyOf = false, bool skipFirstAllOf = false)
    {
        if (!skipAnyOf) All(node.AnyOf, "anyOf", false);
        All(node.AllOf, "allOf", skipFirstAllOf);
        All(node.OneOf, "oneOf", false);
        if (node.Not is { } not) Nested(not, level, at.Child("not"), errors, false);
        if (node.Pattern.Length > 0 && !GoRegex.TryCompile(node.Pattern, out _, out var fault))
            errors.Add(FieldError.Invalid(at.Child("pattern"), node.Pattern, $"must be a valid regular expression, but isn't: {fault}"));

        void All(IReadOnlyList<SchemaNode> parts, string name, bool skipFirst)
        {
            for (var i = 0; i < parts.Count; i++) Nested(parts[i], level, at.Child(name).Index(i), errors, skipFirst && i == 0);
        }
    }

    private static void Nested(SchemaNode node, StructuralRules.Level level, FieldPath at, ErrorList errors, bool skipAnyOf)
    {
        Check(node, level, at, errors, skipAnyOf);
        if (node.Items is { } items) Nested(items, level, at.Child("items"), errors, false);
        foreach (var (name, child) in node.Properties) Nested(child, StructuralRules.Level.Field, at.Child("properties").Key(name), errors, false);
        Forbid(node.Type.Length > 0, "type", Empty);
        Forbid(node.AdditionalProperties is not null || node.AllowsAdditional is not null, "additionalProperties", Undefined);
        Forbid(node.Default is not null, "default", Undefined);
        Forbid(node.Source.GetString("title") is { Length: > 0 }, "title", Empty);
        Forbid(node.Source.GetString("description") is { Length: > 0 }, "description", Empty);
        Forbid(node.Nullable, "nullable", False);
        Forbid(node.Has("externalDocs"), "externalDocs", Undefined);
        Forbid(node.PreservesUnknown, "x-kubernetes-preserve-unknown-fields", False);
        Forbid(node.EmbeddedResource, "x-kubernetes-embedded-resource", False);
        Forbid(node.IntOrString, "x-kubernetes-int-or-string", False);
        Forbid(node.ListMapKeys.Count > 0, "x-kubernetes-list-map-keys", Empty);
        Forbid(node.ListType is not null, "x-kubernetes-list-type", Undefined);
        Forbid(node.MapType is not null, "x-kubernetes-map-type", Undefined);
        Forbid(node.Validations.Count > 0, "x-kubernetes-validations", Empty);
        if (node.Property("metadata") is not null)
            errors.Add(FieldError.Forbidden(at.Child("properties").Key("metadata"), "must not be specified in a nested context"));

        void Forbid(bool there, string member, string why)
        {
            if (there) errors.Add(FieldError.Forbidden(at.Child(member), why));
        }
    }
}
