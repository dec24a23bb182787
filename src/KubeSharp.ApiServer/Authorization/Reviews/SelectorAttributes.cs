using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Authorization.Reviews;

/// <summary>The field or label selector of a question about access: as text, or as requirements.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authorization/#using-field-and-label-selectors-for-authorization</remarks>
internal static class SelectorAttributes
{
    public static void Check(JsonObject? selector, FieldPath path, bool labels, ErrorList errors)
    {
        if (selector is null) return;
        var raw = selector.GetString("rawSelector") ?? "";
        var requirements = selector.GetArray("requirements") ?? [];
        if (raw.Length > 0 && requirements.Count > 0)
            errors.Add(FieldError.Invalid(path.Child("rawSelector"), raw, "may not specified at the same time as requirements"));
        if (raw.Length == 0 && requirements.Count == 0)
            errors.Add(FieldError.Required(path.Child("requirements"), $"when {path} is specified, requirements or rawSelector is required"));
        for (var i = 0; i < requirements.Count; i++)
        {
            if (requirements[i] is JsonObject requirement) CheckRequirement(requirement, path.Child("requirements").Index(i), labels, errors);
        }
    }

    /// <summary>The selector as text; empty for none.</summary>
    public static string Render(JsonObject? selector)
    {
        if (selector is null)
            return "";
        if (selector.GetString("rawSelector") is { Length: > 0 } raw)
            return raw;
        List<string> terms = [];
        foreach (var item in selector.GetArray("requirements")?.OfType<JsonObject>() ?? [])
        {
            var key = item.GetString("key") ?? "";
            var values = Texts(item.GetArray("values"));
            switch (item.GetString("operator"))
            {
                case "In" when values.Length == 1:
                    terms.Add($"{key}={values[0]}");
                    break;
                case "In":
                    terms.Add($"{key} in ({string.Join(',', values)})");
                    break;
                case "NotIn" when values.Length == 1:
                    terms.Add($"{key}!={values[0]}");
                    break;
                case "NotIn":
                    terms.Add($"{key} notin ({string.Join(',', values)})");
                    break;
                case "Exists":
                    terms.Add(key);
                    break;
                case "DoesNotExist":
                    terms.Add("!" + key);
                    break;
            }
        }

        return string.Join(',', terms);
    }

    // Operators that are not known are those of newer clients: the question may be asked.
    private static void CheckRequirement(JsonObject requirement, FieldPath path, bool labels, ErrorList errors)
    {
        var key = requirement.GetString("key") ?? "";
        var values = requirement.GetArray("values") ?? [];
        if (!labels && key.Length == 0) errors.Add(FieldError.Required(path.Child("key"), "must be specified"));
        if (requirement.GetString("operator") is "In" or "NotIn" && values.Count == 0)
            errors.Add(FieldError.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
        if (requirement.GetString("operator") is "Exists" or "DoesNotExist" && values.Count > 0)
            errors.Add(FieldError.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
        if (!labels) return;
        errors.AddInvalid(path.Child("key"), key, StringValidators.QualifiedName(key));
        for (var i = 0; i < values.Count; i++)
        {
            var value = (values[i] as JsonString)?.Value ?? "";
            errors.AddInvalid(path.Child("values").Index(i), value, StringValidators.LabelValue(value));
        }
    }

    private static string[] Texts(JsonArray? values) => values is null ? [] : [.. values.OfType<JsonString>().Select(text => text.Value)];
}
