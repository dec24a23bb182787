using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>How a new Job finds its pods: by labels the server made, unless the Job chose a selector itself.</summary>
internal static class JobSelectorRules
{
    /// <summary>Finds what is wrong with selector and labels.</summary>
    public static void Check(JsonObject document, ErrorList errors)
    {
        var spec = new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);
        var selector = spec.Value.GetObject("selector");
        if (spec.Flag("manualSelector"))
        {
            if (selector is null) errors.Add(FieldError.Required(spec.At("selector")));
        }
        else
        {
            Generated(spec, selector, new Metadata(document));
        }

        CheckMatch(spec);
    }

    /// <summary>Whoever made the selector: it finds the pods of the template.</summary>
    public static void CheckMatch(FieldCheck spec)
    {
        var selector = spec.Value.GetObject("selector");
        LabelSelectorValidator.Validate(selector, spec.At("selector"), spec.Errors);
        PodTemplateRules.Match(spec, selector);
    }

    private static void Generated(FieldCheck spec, JsonObject? selector, Metadata metadata)
    {
        var labels = spec.Value.FindObject("template", "metadata", "labels")?.Clone() ?? new JsonObject();
        labels.SortMembers();
        var at = FieldPath.Of("spec", "template", "metadata", "labels");
        foreach (var (label, value) in (ReadOnlySpan<(string, string)>)[
            ("controller-uid", metadata.Uid), ("batch.kubernetes.io/controller-uid", metadata.Uid), ("job-name", metadata.Name), ("batch.kubernetes.io/job-name", metadata.Name)])
        {
            if (labels.GetString(label) != value) spec.Errors.Add(FieldError.Invalid(at.Key(label), labels, $"must be '{value}'"));
        }

        var expected = new JsonObject { { "controller-uid", metadata.Uid }, { "job-name", metadata.Name } };
        expected.Set("batch.kubernetes.io/controller-uid", new JsonString(metadata.Uid));
        expected.Set("batch.kubernetes.io/job-name", new JsonString(metadata.Name));
        if (selector is not null && !PodTemplateRules.Selects(selector, expected))
            spec.Errors.Add(FieldError.Invalid(spec.At("selector"), selector, "`selector` not auto-generated"));
    }
}
