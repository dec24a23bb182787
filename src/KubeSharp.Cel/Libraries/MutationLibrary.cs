using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// What mutating admission policies construct: apply configurations <c>Object{...}</c> and JSON patches <c>JSONPatch{...}</c>.
/// <see href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/"/>.
/// </summary>
internal static class MutationLibrary
{
    public static readonly CelSchema JsonPatch = CelSchema.Object(
        "JSONPatch",
        ("op", CelType.String), ("path", CelType.String), ("from", CelType.String), ("value", CelType.Dyn));

    public static void Declare(Library library) => library
        .Global("jsonpatch.escapeKey", "string_jsonpatch_escapeKey_string", [CelType.String], CelType.String, static (_, a) =>
            CelValue.Of(Library.Text(a[0]).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    /// <summary>The type of a name: <c>JSONPatch</c>, <c>Object</c>, or <c>Object.</c> and the path of a field; null for others.</summary>
    public static CelType? FindType(string name) => name == "JSONPatch" ? JsonPatch.Type : IsObject(name) ? CelType.ObjectOf(name, null) : null;

    /// <summary>The fields of objects are free: what the kind has is checked when the result is applied.</summary>
    public static CelType? FieldOf(CelType type) => IsObject(type.Name) ? CelType.Dyn : null;

    private static bool IsObject(string name) => name == "Object" || name.StartsWith("Object.", StringComparison.Ordinal);
}
