using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The rules for the templates from which workloads make pods.</summary>
internal static class PodTemplateRules
{
    /// <summary>Finds what is wrong with a template.</summary>
    public static void Check(FieldCheck template)
    {
        var metadata = template.ChildOrEmpty("metadata");
        ObjectMetaValidator.ValidateLabels(metadata.Value.GetObject("labels"), template.At("labels"), template.Errors);
        ObjectMetaValidator.ValidateAnnotations(metadata.Value.GetObject("annotations"), template.At("annotations"), template.Errors);
        var spec = template.ChildOrEmpty("spec");
        var annotations = new FieldCheck(metadata.Value.GetObject("annotations") ?? new JsonObject(), template.At("annotations"), template.Errors);
        PodAnnotationRules.Check(annotations, spec);
        PodSpecRules.Check(spec);
        PodAnnotationRules.Match(annotations, spec);
        if (spec.Items("ephemeralContainers").Count > 0) spec.Forbid("ephemeralContainers", "ephemeral containers not allowed in pod template");
    }

    /// <summary>Finds what is wrong with a template whose pods are to run for ever.</summary>
    public static void CheckLasting(FieldCheck template, string kind)
    {
        Check(template);
        var spec = template.ChildOrEmpty("spec");
        if (spec.Text("restartPolicy") is not ("" or "Always")) spec.OneOf("restartPolicy", "Always");
        spec.ForbidIfSet("activeDeadlineSeconds", $"activeDeadlineSeconds in {kind} is not Supported");
    }

    /// <summary>Faults a selector that would not find the template's own pods. A missing selector finds nothing, an empty one is not looked at.</summary>
    public static void Match(FieldCheck spec, JsonObject? selector)
    {
        var template = spec.ChildOrEmpty("template");
        var labels = template.Value.FindObject("metadata", "labels");
        if (selector is { Count: 0 } || (selector is not null && Selects(selector, labels))) return;
        labels = labels?.Clone();
        labels?.SortMembers();
        spec.Errors.Add(FieldError.Invalid(template.At("metadata").Child("labels"), labels, "`selector` does not match template `labels`"));
    }

    /// <summary>Whether a selector finds what has these labels.</summary>
    public static bool Selects(JsonObject selector, JsonObject? labels)
    {
        foreach (var (key, value) in selector.GetObject("matchLabels") ?? new JsonObject())
        {
            if (!JsonValue.DeepEquals(labels?[key], value)) return false;
        }

        foreach (var item in selector.GetArray("matchExpressions") ?? [])
        {
            var found = labels?.GetString(item.FindString("key") ?? "");
            var listed = found is not null && (item.FindArray("values") ?? []).Any(value => value is JsonString text && text.Value == found);
            var matches = item.FindString("operator") switch
            {
                "In" => listed,
                "NotIn" => !listed,
                "Exists" => found is not null,
                "DoesNotExist" => found is null,
                _ => true,
            };
            if (!matches) return false;
        }

        return true;
    }
}
