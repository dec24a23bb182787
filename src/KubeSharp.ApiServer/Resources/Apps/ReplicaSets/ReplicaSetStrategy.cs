using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apps.ReplicaSets;

/// <summary>ReplicaSets.</summary>
internal sealed class ReplicaSetStrategy : WorkloadStrategy
{
    public override IReadOnlyList<string> SelectableFields => ["status.replicas"];

    public override void PrintRow(TableRowBuilder row, JsonObject document) => row
        .Add(new Metadata(document).Name)
        .Add(document.Spec("replicas"))
        .Add(document.Status("replicas"))
        .Add(document.Status("readyReplicas"))
        .AddAge(document)
        .AddContainers(document.FindObject("spec", "template"), document.FindObject("spec", "selector"));

    protected override void DefaultSpec(JsonObject document, JsonObject spec) => spec.SetDefault("replicas", 1);
}
