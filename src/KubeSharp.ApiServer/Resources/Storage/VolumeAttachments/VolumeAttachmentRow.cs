using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Storage.VolumeAttachments;

/// <summary>The row of a volume's attachment to a node.</summary>
internal static class VolumeAttachmentRow
{
    public static void Print(TableRowBuilder row, JsonObject attachment) => row
        .Add(new Metadata(attachment).Name)
        .Add(attachment.FindString("spec", "attacher") ?? "")
        .Add(attachment.FindString("spec", "source", "persistentVolumeName") ?? "")
        .Add(attachment.FindString("spec", "nodeName") ?? "")
        .Put(JsonBoolean.Of(attachment.GetObject("status")?.GetBool("attached") == true))
        .AddAge(attachment);
}
