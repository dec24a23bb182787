using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>The rows of volumes and of claims to them.</summary>
internal static class PersistentVolumeRow
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    public static void PrintVolume(TableRowBuilder row, JsonObject volume)
    {
        var spec = volume.GetObject("spec") ?? new JsonObject();
        var status = volume.GetObject("status");
        var claim = spec.GetObject("claimRef");
        row.Add(new Metadata(volume).Name)
            .Add(Shared.Cells.Text(spec.Find("capacity", "storage")) ?? "0")
            .Add(Shared.Cells.AccessModes(spec.GetArray("accessModes")))
            .Add(spec.GetString("persistentVolumeReclaimPolicy") ?? "")
            .Add(Phase(volume, status))
            .Add(claim is null ? "" : $"{claim.GetString("namespace")}/{claim.GetString("name")}")
            .Add(Class(volume, spec))
            .Add(Shared.Cells.Or(spec.GetString("volumeAttributesClassName"), "<unset>"))
            .Add(status?.GetString("reason") ?? "")
            .AddAge(volume)
            .Add(spec.GetString("volumeMode") ?? "<unset>");
    }

    public static void PrintClaim(TableRowBuilder row, JsonObject claim)
    {
        var spec = claim.GetObject("spec") ?? new JsonObject();
        var status = claim.GetObject("status");
        var bound = !string.IsNullOrEmpty(spec.GetString("volumeName"));
        row.Add(new Metadata(claim).Name)
            .Add(Phase(claim, status))
            .Add(spec.GetString("volumeName") ?? "")
            .Add(bound ? Shared.Cells.Text(status?.Find("capacity", "storage")) ?? "0" : "")
            .Add(bound ? Shared.Cells.AccessModes(status?.GetArray("accessModes")) : "")
            .Add(Class(claim, spec))
            .Add(Shared.Cells.Or(spec.GetString("volumeAttributesClassName"), "<unset>"))
            .AddAge(claim)
            .Add(spec.GetString("volumeMode") ?? "<unset>");
    }

    private static string Phase(JsonObject document, JsonObject? status) =>
        new Metadata(document).IsBeingDeleted ? "Terminating" : status?.GetString("phase") ?? "";

    private static string Class(JsonObject document, JsonObject spec) =>
        new Metadata(document).Annotation(ClassAnnotation) ?? spec.GetString("storageClassName") ?? "";
}
