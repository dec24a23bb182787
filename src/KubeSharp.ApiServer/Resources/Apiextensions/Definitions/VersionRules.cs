using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>The versions of a definition: their names, which one is stored, and what each of them says.</summary>
internal static class VersionRules
{
    private const int LongestWarning = 256;

    /// <summary>Checks the versions, each by itself and all together.</summary>
    public static void Check(DefinitionForm form, SchemaLeniency leniency, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("versions");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (stored, unique) = (0, true);
        for (var i = 0; i < form.Versions.Count; i++)
        {
            var (version, at) = (form.Versions[i], path.Index(i));
            var name = version.GetString("name") ?? "";
            if (version.GetBool("storage") == true) stored++;
            unique &= names.Add(name);
            CheckName(name, at.Child("name"), errors);
            CheckWarning(version, at.Child("deprecationWarning"), errors);
            var subresources = form.Subresources as JsonObject ?? version.GetObject("subresources");
            if (version.FindObject("schema", "openAPIV3Schema") is { } schema)
                SchemaRules.Check(schema, HasStatus(subresources), at.Child("schema"), leniency.For(name, schema), errors);
            SubresourceRules.Check(version.GetObject("subresources"), at.Child("subresources"), errors);
            ColumnRules.Check(version.GetArray("additionalPrinterColumns"), at.Child("additionalPrinterColumns"), errors);
            CheckSelectable(version.GetArray("selectableFields"), version.FindObject("schema", "openAPIV3Schema") ?? form.Schema?.FindObject("openAPIV3Schema"), at.Child("selectableFields"), errors);
        }

        if (!unique) errors.Add(FieldError.Invalid(path, GoSchema.Versions(form.Versions), "must contain unique version names"));
        if (stored != 1) errors.Add(FieldError.Invalid(path, GoSchema.Versions(form.Versions), "must have exactly one version marked as storage version"));
        // Upstream checks the first version once more, as spec.version.
        if (form.Versions.Count > 0 && form.Versions[0].GetString("name") is { Length: > 0 } first) CheckName(first, FieldPath.Spec.Child("version"), errors);
    }

    /// <summary>Checks what all versions have alike.</summary>
    public static void CheckCommon(DefinitionForm form, SchemaLeniency leniency, ErrorList errors)
    {
        var anyStatus = HasStatus(form.Subresources) || form.Versions.Any(version => HasStatus(version.GetObject("subresources")));
        if (form.Schema?.Find("openAPIV3Schema") is JsonObject schema) SchemaRules.Check(schema, anyStatus, FieldPath.Spec.Child("validation"), leniency.For(form.Versions[0].GetString("name") ?? "", schema), errors);
        SubresourceRules.Check(form.Subresources as JsonObject, FieldPath.Spec.Child("subresources"), errors);
        ColumnRules.Check(form.Columns as JsonArray, FieldPath.Spec.Child("additionalPrinterColumns"), errors);
        CheckSelectable(form.Selectable as JsonArray, form.Schema?.FindObject("openAPIV3Schema"), FieldPath.Spec.Child("selectableFields"), errors);
    }

    private static bool HasStatus(JsonValue? subresources) => subresources?.Find("status") is JsonObject;

    private static void CheckName(string name, FieldPath at, ErrorList errors)
    {
        if (StringValidators.Dns1035Label(name) is { Length: > 0 } faults) errors.Add(FieldError.Invalid(at, name, string.Join(',', faults)));
    }

    private static void CheckSelectable(JsonArray? fields, JsonObject? schema, FieldPath at, ErrorList errors)
    {
        if (fields is not { Count: > 0 }) return;
        if (schema is null) errors.Add(FieldError.Invalid(at, "", "may only be set when validations.schema is included"));
        else SelectableFieldRules.Check(fields, SchemaNode.Read(schema), at, errors);
    }

    private static void CheckWarning(JsonObject version, FieldPath at, ErrorList errors)
    {
        if (version.GetString("deprecationWarning") is not { } warning) return;
        if (version.GetBool("deprecated") != true)
        {
            Add("can only be set for deprecated versions");
            return;
        }

        if (Encoding.UTF8.GetByteCount(warning) > LongestWarning) Add($"must be <= {LongestWarning} characters long");
        if (warning.Length == 0) Add("must not be an empty string");
        var position = 0;
        foreach (var rune in warning.EnumerateRunes())
        {
            if (!GoText.IsPrintable(rune))
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"must only contain printable UTF-8 characters; non-printable character found at index {position}"));
                break;
            }

            position += rune.Utf8SequenceLength;
        }

        void Add(string why) => errors.Add(FieldError.Invalid(at, warning, why));
    }
}
