using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.ReplicationControllers;

/// <summary>ReplicationControllers: selector and labels come from the template where they are missing.</summary>
internal sealed class ReplicationControllerStrategy : WorkloadStrategy
{
    public override PropagationPolicy DefaultPropagation => PropagationPolicy.Orphan;

    public override IReadOnlyList<string> SelectableFields => ["status.replicas"];

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        base.Warn(context, document, old);
        if (old is null) PodNameWarning.Add(context, document);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => row
        .Add(new Metadata(document).Name)
        .Add(document.Spec("replicas"))
        .Add(document.Status("replicas"))
        .Add(document.Status("readyReplicas"))
        .AddAge(document)
        .AddContainers(document.FindObject("spec", "template"), document.FindObject("spec", "selector"));

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => WorkloadStatusRules.Check(
        document,
        old,
        errors,
        ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"],
        ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]);

    protected override void ValidateSpec(FieldCheck spec, JsonObject document)
    {
        spec.NonNegative("replicas", "minReadySeconds");
        var selector = spec.Value.GetObject("selector");
        if (selector is not { Count: > 0 }) spec.Errors.Add(FieldError.Required(spec.At("selector")));
        if (!spec.Has("template"))
        {
            spec.Errors.Add(FieldError.Required(spec.At("template")));
            return;
        }

        if (selector is { Count: > 0 }) PodTemplateRules.Match(spec, new JsonObject { { "matchLabels", selector } });
        PodTemplateRules.CheckLasting(spec.ChildOrEmpty("template"), "ReplicationController");
    }

    protected override void DefaultSpec(JsonObject document, JsonObject spec)
    {
        spec.SetDefault("replicas", 1);
        if (spec.FindObject("template", "metadata", "labels") is not { Count: > 0 } labels) return;
        if (spec.GetObject("selector") is not { Count: > 0 }) spec.Set("selector", labels.Clone());
        var metadata = new Metadata(document);
        if (metadata.Labels is not { Count: > 0 }) metadata.Put("labels", labels.Clone());
    }
}
