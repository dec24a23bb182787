using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>Additional printer columns.</summary>
internal static class ColumnRules
{
    private static readonly string[] Types = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] Formats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    public static void Check(JsonArray? columns, FieldPath at, ErrorList errors)
    {
        for (var i = 0; i < columns?.Count; i++)
        {
            if (columns[i] is JsonObject column) Check(column, at.Index(i), errors);
        }
    }

    private static void Check(JsonObject column, FieldPath at, ErrorList errors)
    {
        var oneOfTypes = "must be one of " + string.Join(',', Types);
        if (string.IsNullOrEmpty(column.GetString("name"))) errors.Add(FieldError.Required(at.Child("name")));
        var type = column.GetString("type") ?? "";
        if (type.Length == 0) errors.Add(FieldError.Required(at.Child("type"), oneOfTypes));
        else if (!Types.Contains(type)) errors.Add(FieldError.Invalid(at.Child("type"), type, oneOfTypes));
        if (column.GetString("format") is { Length: > 0 } format && !Formats.Contains(format))
            errors.Add(FieldError.Invalid(at.Child("format"), format, "must be one of " + string.Join(',', Formats)));
        var path = column.GetString("jsonPath") ?? "";
        if (path.Length == 0) errors.Add(FieldError.Required(at.Child("JSONPath")));
        else SubresourceRules.SimplePath(path, at.Child("JSONPath"), errors);
    }
}
