using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.ConfigMaps;

/// <summary>ConfigMaps.</summary>
internal sealed class ConfigMapStrategy : ResourceStrategy
{
    public override void PrintRow(TableRowBuilder row, JsonObject document) => row
        .Add(new Metadata(document).Name)
        .Add((document.GetObject("data")?.Count ?? 0) + (document.GetObject("binaryData")?.Count ?? 0))
        .AddAge(document);
}
