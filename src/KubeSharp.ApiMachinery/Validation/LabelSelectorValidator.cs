using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Validation;

/// <summary>Checks the <c>LabelSelector</c> objects of specs (<c>k8s.io/apimachinery/pkg/apis/meta/v1/validation</c>).</summary>
public static class LabelSelectorValidator
{
    /// <summary>Checks a selector; null is valid.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Receives faults.</param>
    /// <param name="allowInvalidValues">Whether values need not be valid labels (for objects stored before that was checked).</param>
    public static void Validate(JsonObject? selector, FieldPath path, ErrorList errors, bool allowInvalidValues = false)
    {
        if (selector is null) return;
        ObjectMetaValidator.ValidateLabels(selector.GetObject("matchLabels"), path.Child("matchLabels"), errors);
        var expressions = selector.GetArray("matchExpressions");
        for (var i = 0; i < expressions?.Count; i++)
        {
            if (expressions[i] is not JsonObject expression) continue;
            var at = path.Child("matchExpressions").Index(i);
            var values = expression.GetArray("values") ?? [];
            switch (expression.GetString("operator"))
            {
                case "In" or "NotIn":
                    if (values.Count == 0)
                        errors.Add(FieldError.Required(at.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
                    break;
                case "Exists" or "DoesNotExist":
                    if (values.Count > 0)
                    {
                        errors.Add(FieldError.Forbidden(
                            at.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                    }

                    break;
                default:
                    errors.Add(FieldError.Invalid(
                        at.Child("operator"), expression.GetString("operator"), "not a valid selector operator"));
                    break;
            }

            var key = expression.GetString("key") ?? "";
            errors.AddInvalid(at.Child("key"), key, StringValidators.QualifiedName(key));
            for (var j = 0; !allowInvalidValues && j < values.Count; j++)
            {
                var text = (values[j] as JsonString)?.Value ?? "";
                errors.AddInvalid(at.Child("values").Index(j), text, StringValidators.LabelValue(text));
            }
        }
    }
}
