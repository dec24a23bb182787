using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apps.ReplicaSets;

/// <summary>ReplicaSets.</summary>
internal sealed class ReplicaSetStrategy : WorkloadStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.AllTwice;

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

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        base.ValidateUpdate(context, document, old, errors);
        SelectorRules.Immutable(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => WorkloadStatusRules.Check(
        document,
        old,
        errors,
        ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "terminatingReplicas", "observedGeneration"],
        ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]);

    protected override void ValidateSpec(FieldCheck spec, JsonObject document)
    {
        spec.NonNegative("replicas", "minReadySeconds");
        // Without a selector that can be read, nobody looks at the template.
        if (!SelectorRules.Check(spec, "deployment", required: true))
        {
            spec.Invalid("selector", "invalid label selector");
            return;
        }

        PodTemplateRules.Match(spec, spec.Value.GetObject("selector"));
        PodTemplateRules.CheckLasting(spec.ChildOrEmpty("template"), "ReplicaSet");
    }

    protected override void DefaultSpec(JsonObject document, JsonObject spec) => spec.SetDefault("replicas", 1);
}
