using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>PersistentVolumes.</summary>
internal sealed class PersistentVolumeStrategy : ResourceStrategy
{
    public override bool AnswersDeletionWithObject => true;

    public override IReadOnlyList<string> SelectableFields => ["name"];

    public override string SelectableField(JsonObject document, string field) => new Objects.Metadata(document).Name;

    public override void Default(JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");
        if (string.IsNullOrEmpty(spec.GetString("persistentVolumeReclaimPolicy"))) spec.Set("persistentVolumeReclaimPolicy", new JsonString("Retain"));
        spec.SetDefault("volumeMode", "Filesystem");
        spec.GetObject("hostPath")?.SetDefault("type", "");
    }

    public override void PrepareForCreate(WriteContext context, JsonObject document) => document.Set(
        "status", new JsonObject { { "phase", "Pending" }, { "lastPhaseTransitionTime", Objects.Timestamps.Now(context.Time) } });

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PersistentVolumeRow.PrintVolume(row, document);
}
