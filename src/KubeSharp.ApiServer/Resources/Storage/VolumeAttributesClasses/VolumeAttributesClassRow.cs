using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Storage.VolumeAttributesClasses;

/// <summary>The row of a class of volume attributes.</summary>
internal static class VolumeAttributesClassRow
{
    public static void Print(TableRowBuilder row, JsonObject document) =>
        row.Add(new Metadata(document).Name).Add(document.GetString("driverName") ?? "").AddAge(document);
}
