using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Batch.Jobs;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Batch.CronJobs;

/// <summary>CronJobs.</summary>
internal sealed class CronJobStrategy : ResourceStrategy
{
    public override bool TracksGeneration => true;

    public override void Default(JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");
        if (string.IsNullOrEmpty(spec.GetString("concurrencyPolicy"))) spec.Set("concurrencyPolicy", new JsonString("Allow"));
        spec.SetDefault("suspend", false);
        spec.SetDefault("successfulJobsHistoryLimit", 3);
        spec.SetDefault("failedJobsHistoryLimit", 1);
        if (spec.FindObject("jobTemplate", "spec") is { } job) JobDefaults.FailurePolicy(job);
        PodSpecDefaults.ApplyToTemplate(spec.FindObject("jobTemplate", "spec", "template"));
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) =>
        CronJobRules.Check(new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors), new Metadata(document).Name);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        base.Warn(context, document, old);
        if (old is null) PodNameWarning.Add(context, document);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        var last = document.FindString("status", "lastScheduleTime");
        row.Add(new Metadata(document).Name)
            .Add(document.FindString("spec", "schedule") ?? "")
            .Add(document.FindString("spec", "timeZone") ?? "<none>")
            .Add(document.GetObject("spec")?.GetBool("suspend") == true ? "True" : "False")
            .Add(document.FindArray("status", "active")?.Count ?? 0)
            .Add(last is null ? "<none>" : row.Age(last))
            .AddAge(document)
            .AddContainers(document.FindObject("spec", "jobTemplate", "spec", "template"), document.FindObject("spec", "jobTemplate", "spec", "selector"));
    }
}
