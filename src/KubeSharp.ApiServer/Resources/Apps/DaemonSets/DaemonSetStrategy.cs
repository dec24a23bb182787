using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apps.DaemonSets;

/// <summary>DaemonSets.</summary>
internal sealed class DaemonSetStrategy : WorkloadStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.AllTwice;

    // An annotation from the days of the beta API counts the changes of the template.
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        base.PrepareForCreate(context, document);
        var metadata = new Metadata(document);
        if (!long.TryParse(metadata.Annotation(TemplateGeneration), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) || count < 1)
            metadata.SetAnnotation(TemplateGeneration, "1");
    }

    public override void TrimPartialMetadata(JsonObject metadata)
    {
        if (metadata.GetObject("annotations") is not { } annotations) return;
        annotations.Remove(TemplateGeneration);
        if (annotations.Count == 0) metadata.Remove("annotations");
    }

    // The count is part of the specification upstream, and so not for writers of the status.
    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        new Metadata(document).SetAnnotation(TemplateGeneration, new Metadata(old).Annotation(TemplateGeneration) ?? "1");
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        var before = new Metadata(old).Annotation(TemplateGeneration) ?? "1";
        if (!long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return;
        if (!JsonValue.DeepEquals(document.Find("spec", "template"), old.Find("spec", "template"))) count++;
        new Metadata(document).SetAnnotation(TemplateGeneration, count.ToString(CultureInfo.InvariantCulture));
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => row
        .Add(new Metadata(document).Name)
        .Add(document.Status("desiredNumberScheduled"))
        .Add(document.Status("currentNumberScheduled"))
        .Add(document.Status("numberReady"))
        .Add(document.Status("updatedNumberScheduled"))
        .Add(document.Status("numberAvailable"))
        .Add(NodeSelector(document))
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
        ["currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration", "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount"],
        [],
        ready: null);

    protected override void ValidateSpec(FieldCheck spec, JsonObject document) => DaemonSetRules.Check(spec);

    protected override void DefaultSpec(JsonObject document, JsonObject spec)
    {
        var strategy = spec.GetOrAddObject("updateStrategy");
        if (string.IsNullOrEmpty(strategy.GetString("type"))) strategy.Set("type", new JsonString("RollingUpdate"));
        if (strategy.GetString("type") == "RollingUpdate")
        {
            var rolling = strategy.GetOrAddObject("rollingUpdate");
            rolling.SetDefault("maxUnavailable", 1);
            rolling.SetDefault("maxSurge", 0);
        }

        spec.SetDefault("revisionHistoryLimit", 10);
        var metadata = new Metadata(document);
        if (metadata.Annotation(TemplateGeneration) is null) metadata.SetAnnotation(TemplateGeneration, "0");
    }

    private static string NodeSelector(JsonObject document) => document.FindObject("spec", "template", "spec", "nodeSelector") is { Count: > 0 } selector
        ? LabelQuery.OfMap(selector.Select(pair => KeyValuePair.Create(pair.Key, (pair.Value as JsonString)?.Value ?? ""))).ToString()
        : "<none>";
}
