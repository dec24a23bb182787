using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>PersistentVolumeClaims.</summary>
internal sealed class PersistentVolumeClaimStrategy : ResourceStrategy
{
    public override bool AnswersDeletionWithObject => true;

    public override void Default(JsonObject document) => document.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");

    public override void PrepareForCreate(WriteContext context, JsonObject document) => document.Set("status", new JsonObject { { "phase", "Pending" } });

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PersistentVolumeRow.PrintClaim(row, document);
}
