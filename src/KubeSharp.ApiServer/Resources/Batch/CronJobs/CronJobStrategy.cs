using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Batch.Jobs;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Batch.CronJobs;

/// <summary>CronJobs.</summary>
internal sealed class CronJobStrategy : ResourceStrategy
{
    private static readonly FieldPath Job = FieldPath.Of("spec", "jobTemplate", "spec");
    private static readonly FieldPath Template = FieldPath.Of("spec", "jobTemplate", "spec", "template");

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

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        base.PrepareForCreate(context, document);
        DisabledFields.Drop(document.FindObject("spec", "jobTemplate", "spec", "template", "spec"));
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        DisabledFields.Drop(document.FindObject("spec", "jobTemplate", "spec", "template", "spec"));
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (old is null) PodNameWarning.Add(context, document);
        else if (new Metadata(document).Generation == new Metadata(old).Generation) return;
        JobRules.Warn(document.FindObject("spec", "jobTemplate", "spec"), Job, context.AddWarning);
        PodWarnings.OfTemplate(document.FindObject("spec", "jobTemplate", "spec", "template"), Template, context.AddWarning);
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        var spec = new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);
        CronJobRules.Check(spec, new Metadata(document).Name);
        if (!context.AllowPrivileged)
            PrivilegeRules.Check(spec.ChildOrEmpty("jobTemplate").ChildOrEmpty("spec").ChildOrEmpty("template").ChildOrEmpty("spec"));
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
