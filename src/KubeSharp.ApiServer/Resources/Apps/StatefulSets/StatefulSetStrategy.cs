using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PersistentVolumes;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apps.StatefulSets;

/// <summary>StatefulSets.</summary>
internal sealed class StatefulSetStrategy : WorkloadStrategy
{
    public override NameCheck NameCheck => NameChecks.DnsLabel;

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        base.Warn(context, document, old);
        foreach (var (index, template) in document.FindArray("spec", "volumeClaimTemplates").Items())
            PersistentVolumeWarnings.OfClaimSpec(context, template.GetObject("spec"), FieldPath.Spec.Child("volumeClaimTemplates").Index(index));
        if (document.Find("spec", "revisionHistoryLimit") is JsonNumber limit && limit.TryGetInt64(out var kept) && kept < 0)
            context.AddWarning("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        var containers = (document.FindArray("spec", "template", "spec", "containers") ?? []).OfType<JsonObject>().ToArray();
        row.Add(new Metadata(document).Name)
            .Add(WorkloadRows.Of(document.Status("readyReplicas"), document.Spec("replicas")))
            .AddAge(document)
            .Add(string.Join(',', containers.Select(container => container.GetString("name"))))
            .Add(string.Join(',', containers.Select(container => container.GetString("image"))));
    }

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        base.ValidateUpdate(context, document, old, errors);
        StatefulSetRules.CheckUpdate(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => WorkloadStatusRules.Check(
        document,
        old,
        errors,
        ["replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount"],
        ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"],
        "status.readyReplicas");

    protected override void ValidateSpec(FieldCheck spec, JsonObject document) => StatefulSetRules.Check(spec);

    protected override void DefaultSpec(JsonObject document, JsonObject spec)
    {
        spec.SetDefault("replicas", 1);
        if (string.IsNullOrEmpty(spec.GetString("podManagementPolicy"))) spec.Set("podManagementPolicy", new JsonString("OrderedReady"));
        var strategy = spec.GetOrAddObject("updateStrategy");
        if (string.IsNullOrEmpty(strategy.GetString("type"))) strategy.Set("type", new JsonString("RollingUpdate"));
        if (strategy.GetString("type") == "RollingUpdate") strategy.GetOrAddObject("rollingUpdate").SetDefault("partition", 0);
        spec.SetDefault("revisionHistoryLimit", 10);
        var retention = spec.GetOrAddObject("persistentVolumeClaimRetentionPolicy");
        retention.SetDefault("whenDeleted", "Retain");
        retention.SetDefault("whenScaled", "Retain");
        foreach (var item in spec.GetArray("volumeClaimTemplates") ?? [])
        {
            if (item is not JsonObject claim) continue;
            claim.Set("apiVersion", new JsonString("v1"));
            claim.Set("kind", new JsonString("PersistentVolumeClaim"));
            claim.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");
            claim.GetOrAddObject("status").SetDefault("phase", "Pending");
        }
    }
}
