using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Endpoints;

/// <summary>The row of Endpoints.</summary>
internal static class EndpointsRow
{
    private const int Shown = 3;

    public static void Print(TableRowBuilder row, JsonObject endpoints) => row.Add(new Metadata(endpoints).Name).Add(Ready(endpoints)).AddAge(endpoints);

    private static string Ready(JsonObject endpoints)
    {
        if (endpoints.GetArray("subsets") is not { Count: > 0 } subsets) return "<none>";
        var texts = new List<string>();
        foreach (var subset in subsets.OfType<JsonObject>())
        {
            string[] addresses = [.. (subset.GetArray("addresses") ?? []).OfType<JsonObject>().Select(item => item.GetString("ip") ?? "")];
            if (subset.GetArray("ports") is not { Count: > 0 } ports) texts.AddRange(addresses);
            else texts.AddRange(ports.OfType<JsonObject>().SelectMany(port => addresses.Select(address => Join(address, port.GetInt64("port") ?? 0))));
        }

        return Shared.Cells.Some(texts, Shown, "");
    }

    private static string Join(string address, long port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{port}");
}
