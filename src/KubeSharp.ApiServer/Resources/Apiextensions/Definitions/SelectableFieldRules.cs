using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>Fields that field selectors may name: scalars outside of metadata.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-selectors-for-custom-resources</remarks>
internal static class SelectableFieldRules
{
    private const int MaxFields = 8;

    public static void Check(JsonArray fields, SchemaNode schema, FieldPath at, ErrorList errors)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            var path = (fields[i] as JsonObject)?.GetString("jsonPath") ?? "";
            var there = at.Index(i).Child("jsonPath");
            if (path.Length == 0)
            {
                errors.Add(FieldError.Required(there));
                continue;
            }

            var found = SchemaPath.Find(path, schema, allowBrackets: false);
            if (found.Problem is { } problem)
            {
                errors.Add(FieldError.Invalid(there, path, $"is an invalid path: {problem}"));
                continue;
            }

            if (found.Names[0] == "metadata") errors.Add(FieldError.Invalid(there, path, "must not point to fields in metadata"));
            if (found.Node!.Type is not ("string" or "boolean" or "integer"))
                errors.Add(FieldError.Invalid(there, path, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed."));
            if (!known.Add(string.Join('.', found.Names))) errors.Add(FieldError.Duplicate(there, path));
        }

        if (known.Count > MaxFields) errors.Add(FieldError.TooMany(at, known.Count, MaxFields));
    }
}
