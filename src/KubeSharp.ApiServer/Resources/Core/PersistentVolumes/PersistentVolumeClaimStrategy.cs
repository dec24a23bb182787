using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>PersistentVolumeClaims.</summary>
internal sealed class PersistentVolumeClaimStrategy : ResourceStrategy
{
    public override bool AnswersDeletionWithObject => true;

    public override void Default(JsonObject document) => document.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");

    public override void PrepareForCreate(WriteContext context, JsonObject document) => document.Set("status", new JsonObject { { "phase", "Pending" } });

    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        var spec = document.GetObject("spec") ?? new JsonObject();
        var bound = spec.GetString("volumeName") is { Length: > 0 };
        row.Add(new Metadata(document).Name)
            .Add(new Metadata(document).IsBeingDeleted ? "Terminating" : document.FindString("status", "phase") ?? "")
            .Add(spec.GetString("volumeName") ?? "")
            .Add(bound ? document.FindString("status", "capacity", "storage") ?? "" : "")
            .Add(bound ? AccessModes.Short(document.FindArray("status", "accessModes")) : "")
            .Add(spec.GetString("storageClassName") ?? "")
            .Add(spec.GetString("volumeAttributesClassName") ?? "<unset>")
            .AddAge(document)
            .Add(spec.GetString("volumeMode") ?? "<unset>");
    }
}
