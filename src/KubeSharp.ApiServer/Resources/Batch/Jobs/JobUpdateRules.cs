using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>What of a Job may change after it was made.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/controllers/job/#elastic-indexed-jobs and #mutable-scheduling-directives</remarks>
internal static class JobUpdateRules
{
    private static readonly string[] Never = ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];

    /// <summary>Finds what may not change.</summary>
    public static void Check(JsonObject document, JsonObject old, ErrorList errors)
    {
        var spec = new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);
        var before = old.GetObject("spec") ?? new JsonObject();
        Completions(spec, before);
        foreach (var name in Never) Same(spec, before, name);
        var suspended = before.GetBool("suspend") == true && spec.Flag("suspend");
        var neverStarted = before.GetBool("suspend") == true && old.FindString("status", "startTime") is null;
        var template = Fixed(spec.Value, suspended || neverStarted);
        if (!JsonValue.DeepEquals(template, Fixed(before, suspended || neverStarted)))
            errors.Add(FieldError.Invalid(spec.At("template"), spec.Value["template"], "field is immutable"));
    }

    private static void Completions(FieldCheck spec, JsonObject before)
    {
        if (JsonValue.DeepEquals(spec.Value["completions"], before["completions"])) return;
        if (spec.Text("completionMode") != "Indexed") Same(spec, before, "completions");
        else if (!JsonValue.DeepEquals(spec.Value["completions"], spec.Value["parallelism"]) || !JsonValue.DeepEquals(before["completions"], before["parallelism"]))
            spec.Invalid("completions", "can only be modified in tandem with spec.parallelism");
    }

    private static void Same(FieldCheck spec, JsonObject before, string name)
    {
        if (!JsonValue.DeepEquals(spec.Value[name], before[name]))
            spec.Errors.Add(FieldError.Invalid(spec.At(name), spec.Value[name], "field is immutable"));
    }

    // While a job does not run, it may still be decided where its pods go.
    private static JsonObject Fixed(JsonObject spec, bool schedulable)
    {
        var template = spec.GetObject("template")?.Clone() ?? new JsonObject();
        if (!schedulable) return template;
        if (template.GetObject("metadata") is { } metadata)
        {
            metadata.Remove("labels");
            metadata.Remove("annotations");
        }

        if (template.GetObject("spec") is not { } pod) return template;
        foreach (var name in (ReadOnlySpan<string>)["affinity", "nodeSelector", "tolerations", "schedulingGates"]) pod.Remove(name);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var item in pod.GetArray(list) ?? []) (item as JsonObject)?.Remove("resources");
        }

        return template;
    }
}
