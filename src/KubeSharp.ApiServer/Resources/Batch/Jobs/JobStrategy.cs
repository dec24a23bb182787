using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>Jobs: unless told otherwise, a job chooses its pods by its own UID.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/controllers/job/</remarks>
internal sealed class JobStrategy : WorkloadStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.AllTwice;

    private static readonly string[] UidLabels = ["batch.kubernetes.io/controller-uid", "controller-uid"];
    private static readonly string[] NameLabels = ["batch.kubernetes.io/job-name", "job-name"];

    public override PropagationPolicy DefaultPropagation => PropagationPolicy.Orphan;

    public override string DeletionWarning => "child pods are preserved by default when jobs are deleted; "
        + "set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";


    public override IReadOnlyList<string> SelectableFields => ["status.successful"];

    public override string FieldRefusal(string field) => $"field label {GoText.Quote(field)} not supported for batchv1.Job";

    public override string SelectableField(JsonObject document, string field) => document.Status("succeeded").ToString(CultureInfo.InvariantCulture);

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        base.PrepareForCreate(context, document);
        var spec = document.GetOrAddObject("spec");
        if (spec.GetBool("manualSelector") == true) return;
        var metadata = new Metadata(document);
        var labels = new Metadata(spec.GetOrAddObject("template"));
        foreach (var label in NameLabels)
        {
            if (labels.Label(label) is null) labels.SetLabel(label, metadata.Name);
        }

        foreach (var label in UidLabels)
        {
            if (labels.Label(label) is null) labels.SetLabel(label, metadata.Uid);
        }

        var match = spec.GetOrAddObject("selector").GetOrAddObject("matchLabels");
        match.SetDefault(UidLabels[0], metadata.Uid);
    }

    // A job without labels has those of its pods, also the ones made just now. Nobody checks them there.
    public override ValueTask<StatusError?> BeginWriteAsync(WriteContext context, JsonObject? document, JsonObject? old)
    {
        if (document is not null) CopyLabels(document);
        return default;
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        base.Warn(context, document, old);
        if (old is null) PodNameWarning.Add(context, document);
        if (old is null || new Metadata(document).Generation != new Metadata(old).Generation)
            JobRules.Warn(document.GetObject("spec"), FieldPath.Spec, context.AddWarning);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        var start = document.FindString("status", "startTime");
        var end = document.FindString("status", "completionTime");
        var duration = start is null || !Timestamps.TryParse(start, out var from) ? ""
            : HumanDuration.Format((end is not null && Timestamps.TryParse(end, out var to) ? to : row.Now) - from);
        row.Add(new Metadata(document).Name)
            .Add(State(document))
            .Add(Completions(document))
            .Add(duration)
            .AddAge(document)
            .AddContainers(document.FindObject("spec", "template"), document.FindObject("spec", "selector"));
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        base.Validate(context, document, errors);
        JobSelectorRules.Check(document, errors);
        JobRules.CheckHostnames(document, errors);
    }

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        base.Validate(context, document, errors);
        JobSelectorRules.CheckMatch(new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors));
        JobUpdateRules.Check(document, old, context.Resource.StoredDefinition.Schema, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => JobStatusRules.Check(document, old, errors);

    protected override void ValidateSpec(FieldCheck spec, JsonObject document) => JobRules.Check(spec);

    protected override void DefaultSpec(JsonObject document, JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec.Set("completions", 1);
            spec.Set("parallelism", 1);
        }

        spec.SetDefault("parallelism", 1);
        var mode = spec.GetString("completionMode");
        spec.SetDefault("completionMode", "NonIndexed");
        if (spec["backoffLimit"] is null)
        {
            if (mode == "Indexed" && spec.Contains("backoffLimitPerIndex")) spec.Set("backoffLimit", int.MaxValue);
            else spec.Set("backoffLimit", 6);
        }

        spec.SetDefault("suspend", false);
        spec.SetDefault("podReplacementPolicy", spec.Contains("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        spec.SetDefault("manualSelector", false);
        JobDefaults.FailurePolicy(spec);
        CopyLabels(document);
    }

    private static void CopyLabels(JsonObject document)
    {
        var metadata = new Metadata(document);
        if (metadata.Labels is not { Count: > 0 } && document.FindObject("spec", "template", "metadata", "labels") is { Count: > 0 } labels) metadata.Put("labels", labels.Clone());
    }

    private static string State(JsonObject document)
    {
        foreach (var (type, shown) in (ReadOnlySpan<(string, string)>)[("Complete", "Complete"), ("Failed", "Failed"), ("Suspended", "Suspended"), ("FailureTarget", "FailureTarget"), ("SuccessCriteriaMet", "SuccessCriteriaMet")])
        {
            foreach (var item in document.FindArray("status", "conditions") ?? [])
            {
                if (item.FindString("type") == type && item.FindString("status") == "True") return shown;
            }
        }

        return new Metadata(document).IsBeingDeleted ? "Terminating" : "Running";
    }

    private static string Completions(JsonObject document)
    {
        var succeeded = document.Status("succeeded");
        if (document.GetObject("spec")?.GetInt64("completions") is { } wanted) return WorkloadRows.Of(succeeded, wanted);
        var parallelism = document.Spec("parallelism");
        return parallelism > 1 ? string.Create(CultureInfo.InvariantCulture, $"{succeeded}/1 of {parallelism}") : WorkloadRows.Of(succeeded, 1);
    }
}
