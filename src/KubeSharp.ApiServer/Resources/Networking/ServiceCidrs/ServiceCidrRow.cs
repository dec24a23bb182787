using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.ServiceCidrs;

/// <summary>The row of a range of service addresses.</summary>
internal static class ServiceCidrRow
{
    public static void Print(TableRowBuilder row, JsonObject range) => row
        .Add(new Metadata(range).Name)
        .Add(string.Join(',', (range.FindArray("spec", "cidrs") ?? []).OfType<JsonString>().Select(cidr => cidr.Value)))
        .AddAge(range);
}
