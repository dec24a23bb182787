using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>The row of a service.</summary>
internal static class ServiceRow
{
    public static void Print(TableRowBuilder row, JsonObject service)
    {
        var spec = service.GetObject("spec") ?? new JsonObject();
        var address = spec.GetArray("clusterIPs") is { Count: > 0 } all ? (all[0] as JsonString)?.Value : spec.GetString("clusterIP");
        row.Add(new Metadata(service).Name)
            .Add(spec.GetString("type") ?? "")
            .Add(string.IsNullOrEmpty(address) ? "<none>" : address)
            .Add(External(service, spec))
            .Add(Ports(spec))
            .AddAge(service)
            .Add(Selector(spec.GetObject("selector")));
    }

    private static string External(JsonObject service, JsonObject spec)
    {
        var named = (spec.GetArray("externalIPs") ?? []).OfType<JsonString>().Select(item => item.Value);
        switch (spec.GetString("type"))
        {
            case "ExternalName":
                return spec.GetString("externalName") ?? "";
            case "LoadBalancer":
                var ingress = (service.FindArray("status", "loadBalancer", "ingress") ?? []).OfType<JsonObject>()
                    .Select(item => item.GetString("ip") is { Length: > 0 } ip ? ip : item.GetString("hostname") ?? "");
                string[] all = [.. ingress, .. named];
                return all.Length == 0 ? "<pending>" : string.Join(',', all);
            default:
                var list = string.Join(',', named);
                return list.Length == 0 ? "<none>" : list;
        }
    }

    private static string Ports(JsonObject spec)
    {
        var texts = new List<string>();
        foreach (var item in spec.GetArray("ports") ?? [])
        {
            if (item is not JsonObject port) continue;
            var node = port.GetInt64("nodePort") is > 0 and var number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "";
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"{port.GetInt64("port")}{node}/{port.GetString("protocol")}"));
        }

        return texts.Count == 0 ? "<none>" : string.Join(',', texts);
    }

    private static string Selector(JsonObject? selector) => selector is not { Count: > 0 }
        ? "<none>"
        : string.Join(",", selector.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={(pair.Value as JsonString)?.Value}"));
}
