using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apps.Deployments;

/// <summary>Deployments.</summary>
internal sealed class DeploymentStrategy : WorkloadStrategy
{
    public override IReadOnlyList<string>? ThrownAway(string subresource) => subresource switch
    {
        "" => ["status"],
        "status" => ["spec", "metadata.labels"],
        _ => null,
    };

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        // Annotations are handed down to ReplicaSets: changing them is work for the controller.
        var metadata = new Metadata(document);
        if (!JsonValue.DeepEquals(metadata.Annotations, new Metadata(old).Annotations)) metadata.Generation = new Metadata(old).Generation + 1;
    }

    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        new Metadata(document).Put("labels", new Metadata(old).Labels?.Clone());
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        base.Warn(context, document, old);
        if (old is null) PodNameWarning.Add(context, document);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => row
        .Add(new Metadata(document).Name)
        .Add(WorkloadRows.Of(document.Status("readyReplicas"), document.Spec("replicas")))
        .Add(document.Status("updatedReplicas"))
        .Add(document.Status("availableReplicas"))
        .AddAge(document)
        .AddContainers(document.FindObject("spec", "template"), document.FindObject("spec", "selector"));

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        base.ValidateUpdate(context, document, old, errors);
        SelectorRules.Immutable(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => WorkloadStatusRules.Check(
        document,
        old,
        errors,
        ["observedGeneration", "replicas", "updatedReplicas", "terminatingReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "collisionCount"],
        ["updatedReplicas", "readyReplicas", "availableReplicas"]);

    protected override void ValidateSpec(FieldCheck spec, JsonObject document) => DeploymentRules.Check(spec);

    protected override void DefaultSpec(JsonObject document, JsonObject spec)
    {
        spec.SetDefault("replicas", 1);
        var strategy = spec.GetOrAddObject("strategy");
        if (string.IsNullOrEmpty(strategy.GetString("type"))) strategy.Set("type", new JsonString("RollingUpdate"));
        if (strategy.GetString("type") == "RollingUpdate")
        {
            var rolling = strategy.GetOrAddObject("rollingUpdate");
            rolling.SetDefault("maxUnavailable", "25%");
            rolling.SetDefault("maxSurge", "25%");
        }

        spec.SetDefault("revisionHistoryLimit", 10);
        spec.SetDefault("progressDeadlineSeconds", 600);
    }
}
