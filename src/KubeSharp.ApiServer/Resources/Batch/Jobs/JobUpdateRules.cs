using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>What of a Job may change after it was made.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/controllers/job/#elastic-indexed-jobs and #mutable-scheduling-directives</remarks>
internal static class JobUpdateRules
{
    private static readonly string[] Never = ["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];

    /// <summary>Finds what may not change.</summary>
    /// <param name="document">The job as it will be.</param>
    /// <param name="old">The job as it is.</param>
    /// <param name="schema">The shape of a job, for messages.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject document, JsonObject old, TypeSchema schema, ErrorList errors)
    {
        var spec = new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);
        var before = old.GetObject("spec") ?? new JsonObject();
        Completions(spec, before);
        foreach (var name in Never) Same(spec, before, name, schema);
        var suspended = before.GetBool("suspend") == true && spec.Flag("suspend");
        var neverStarted = before.GetBool("suspend") == true && old.FindString("status", "startTime") is null;
        var template = Fixed(spec.Value, suspended || neverStarted);
        if (!Checks.Same(template, Fixed(before, suspended || neverStarted)))
            errors.Add(FieldError.Invalid(spec.At("template"), GoStructs.Of(spec.Value["template"], schema.Find("spec", "template")!), Checks.ImmutableDetail));
    }

    private static void Completions(FieldCheck spec, JsonObject before)
    {
        if (JsonValue.DeepEquals(spec.Value["completions"], before["completions"])) return;
        if (spec.Text("completionMode") != "Indexed" || before["completions"] is null || spec.Value["completions"] is null)
            spec.Errors.Add(FieldError.Invalid(spec.At("completions"), spec.Value["completions"], Checks.ImmutableDetail));
        else if (!JsonValue.DeepEquals(spec.Value["completions"], spec.Value["parallelism"]) || !JsonValue.DeepEquals(before["completions"], before["parallelism"]))
            spec.Invalid("completions", "can only be modified in tandem with spec.parallelism");
    }

    private static void Same(FieldCheck spec, JsonObject before, string name, TypeSchema schema)
    {
        var value = spec.Value[name];
        if (JsonValue.DeepEquals(value, before[name])) return;
        var shown = value is null or JsonNull ? JsonNull.Instance : GoStructs.Of(value, schema.Find("spec", name)!);
        spec.Errors.Add(FieldError.Invalid(spec.At(name), shown, Checks.ImmutableDetail));
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
            if (metadata.Count == 0) template.Remove("metadata");
        }

        if (template.GetObject("spec") is not { } pod) return template;
        foreach (var name in (ReadOnlySpan<string>)["nodeSelector", "tolerations", "schedulingGates"]) pod.Remove(name);
        // Only where the nodes are may change of the affinity; which pods are near stays.
        if (pod.GetObject("affinity") is { } affinity)
        {
            affinity.Remove("nodeAffinity");
            if (affinity.Count == 0) pod.Remove("affinity");
        }

        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var item in pod.GetArray(list) ?? []) (item as JsonObject)?.Remove("resources");
        }

        return template;
    }
}
