using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Storage.CsiNodes;

/// <summary>The row of a node's CSI drivers.</summary>
internal static class CsiNodeRow
{
    public static void Print(TableRowBuilder row, JsonObject node) =>
        row.Add(new Metadata(node).Name).Add(node.FindArray("spec", "drivers")?.Count ?? 0).AddAge(node);
}
