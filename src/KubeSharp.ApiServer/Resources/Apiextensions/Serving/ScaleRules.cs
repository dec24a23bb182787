using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>Replicas and selector of custom objects with a scale subresource.</summary>
internal static class ScaleRules
{
    /// <summary>Checks what is wanted.</summary>
    public static void CheckWanted(JsonObject document, ScalePaths? scale, ErrorList errors)
    {
        if (scale is null) return;
        CheckNumber(document, scale.Wanted, errors);
        if (scale.Selector.Length == 0 || document.Find(scale.Selector) is null or JsonString) return;
        errors.Add(FieldError.Invalid(At(scale.Selector), "", Wrong(document.Find(scale.Selector)!, scale.Selector, "string")));
    }

    /// <summary>Checks what is there.</summary>
    public static void CheckPresent(JsonObject document, ScalePaths? scale, ErrorList errors)
    {
        if (scale is not null) CheckNumber(document, scale.Present, errors);
    }

    /// <summary>Why there is no whole number at a path; null if there is one or nothing.</summary>
    public static string? NumberProblem(JsonObject document, string[] path) =>
        document.Find(path) is { } value && (value is not JsonNumber number || !number.TryGetInt64(out _)) ? Wrong(value, path, "int64") : null;

    private static void CheckNumber(JsonObject document, string[] path, ErrorList errors)
    {
        if (NumberProblem(document, path) is { } problem)
        {
            errors.Add(FieldError.Invalid(At(path), 0, problem));
            return;
        }

        if (document.Find(path) is not JsonNumber number || !number.TryGetInt64(out var replicas)) return;
        if (replicas < 0) errors.Add(FieldError.Invalid(At(path), replicas, "should be a non-negative integer"));
        else if (replicas > int.MaxValue) errors.Add(FieldError.Invalid(At(path), replicas, $"should be less than or equal to {int.MaxValue}"));
    }

    private static FieldPath At(string[] path) => FieldPath.Of("." + string.Join('.', path));

    private static string Wrong(JsonValue value, string[] path, string wanted)
    {
        var (shown, type) = value switch
        {
            JsonString text => (text.Value, "string"),
            JsonBoolean flag => (flag.Value ? "true" : "false", "bool"),
            JsonNumber number => (number.Text, number.TryGetInt64(out _) ? "int64" : "float64"),
            JsonArray => (value.ToString(), "[]interface {}"),
            JsonObject => (value.ToString(), "map[string]interface {}"),
            _ => ("<nil>", "<nil>"),
        };
        return $".{string.Join('.', path)} accessor error: {shown} is of the type {type}, expected {wanted}";
    }
}
