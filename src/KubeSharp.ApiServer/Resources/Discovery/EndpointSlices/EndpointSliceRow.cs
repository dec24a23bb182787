using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Discovery.EndpointSlices;

/// <summary>The row of an endpoint slice.</summary>
internal static class EndpointSliceRow
{
    private const int Shown = 3;

    public static void Print(TableRowBuilder row, JsonObject slice)
    {
        string[] ports = [.. (slice.GetArray("ports") ?? []).OfType<JsonObject>().Select(Port)];
        string[] addresses =
        [
            .. (slice.GetArray("endpoints") ?? []).OfType<JsonObject>()
                .SelectMany(endpoint => (endpoint.GetArray("addresses") ?? []).OfType<JsonString>().Select(address => address.Value)),
        ];
        row.Add(new Metadata(slice).Name)
            .Add(slice.GetString("addressType") ?? "")
            .Add(Shared.Cells.Some(ports, Shown, "<unset>"))
            .Add(Shared.Cells.Some(addresses, Shown, "<unset>"))
            .AddAge(slice);
    }

    private static string Port(JsonObject port) => Shared.Cells.Text(port["port"]) ?? Shared.Cells.Or(port.GetString("name"), "*");
}
