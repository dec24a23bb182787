using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources;

/// <summary>The rules for the selectors of workloads.</summary>
internal static class SelectorRules
{
    /// <summary>Checks the selector of a workload of the apps group. Answers whether it can be used.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="kind">The kind as messages name it.</param>
    /// <param name="required">Whether a missing selector is faulted as such.</param>
    public static bool Check(FieldCheck spec, string kind, bool required)
    {
        if (spec.Child("selector") is not { } selector)
        {
            if (required) spec.Errors.Add(FieldError.Required(spec.At("selector")));
            return true;
        }

        var before = spec.Errors.Count;
        LabelSelectorValidator.Validate(selector.Value, selector.Path, spec.Errors);
        if (IsEmpty(selector.Value)) spec.Errors.Add(FieldError.Invalid(selector.Path, selector.Value, $"empty selector is invalid for {kind}"));
        return spec.Errors.Count == before || IsEmpty(selector.Value);
    }

    /// <summary>Faults a selector that an update changed.</summary>
    public static void Immutable(JsonObject document, JsonObject old, ErrorList errors)
    {
        var selector = document.Find("spec", "selector");
        if (!JsonValue.DeepEquals(selector, old.Find("spec", "selector")))
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("selector"), selector, "field is immutable"));
    }

    private static bool IsEmpty(JsonObject selector) =>
        selector.GetObject("matchLabels") is not { Count: > 0 } && selector.GetArray("matchExpressions") is not { Count: > 0 };
}
