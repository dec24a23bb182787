using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>The names of a custom resource: plural, singular, kind, short names, categories.</summary>
internal static class NameRules
{
    private const string MixedCase = "may have mixed case, but should otherwise match: ";

    /// <summary>Names that a specification needs and a status does not.</summary>
    public static void CheckRequired(JsonObject names, FieldPath at, ErrorList errors)
    {
        foreach (var member in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            if (string.IsNullOrEmpty(names.GetString(member))) errors.Add(FieldError.Required(at.Child(member)));
        }
    }

    /// <summary>The form of names that are there.</summary>
    public static void Check(JsonObject names, FieldPath at, ErrorList errors)
    {
        foreach (var member in (ReadOnlySpan<string>)["plural", "singular"]) Label(names.GetString(member) ?? "", at.Child(member), "", errors);
        foreach (var member in (ReadOnlySpan<string>)["kind", "listKind"]) Label(names.GetString(member) ?? "", at.Child(member), MixedCase, errors);
        Labels("shortNames");
        if (names.GetString("kind") is { Length: > 0 } kind && kind == names.GetString("listKind"))
            errors.Add(FieldError.Invalid(at.Child("listKind"), kind, "kind and listKind may not be the same"));
        Labels("categories");

        void Labels(string member)
        {
            var list = names.GetArray(member) ?? [];
            for (var i = 0; i < list.Count; i++) Label((list[i] as JsonString)?.Value ?? "", at.Child(member).Index(i), "", errors, emptyToo: true);
        }
    }

    private static void Label(string name, FieldPath at, string prefix, ErrorList errors, bool emptyToo = false)
    {
        if (name.Length == 0 && !emptyToo) return;
        var faults = StringValidators.Dns1035Label(prefix.Length > 0 ? name.ToLowerInvariant() : name);
        if (faults.Length > 0) errors.Add(FieldError.Invalid(at, name, prefix + string.Join(',', faults)));
    }
}
