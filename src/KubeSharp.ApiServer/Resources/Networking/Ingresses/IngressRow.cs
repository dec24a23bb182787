using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.Ingresses;

/// <summary>The row of an ingress.</summary>
internal static class IngressRow
{
    private const int Shown = 3;

    public static void Print(TableRowBuilder row, JsonObject ingress)
    {
        var spec = ingress.GetObject("spec") ?? new JsonObject();
        string[] hosts =
        [
            .. (spec.GetArray("rules") ?? []).OfType<JsonObject>().Select(rule => rule.GetString("host")).OfType<string>().Where(host => host.Length > 0),
        ];
        var addresses = (ingress.FindArray("status", "loadBalancer", "ingress") ?? []).OfType<JsonObject>()
            .Select(item => item.GetString("ip") is { Length: > 0 } ip ? ip : item.GetString("hostname"))
            .OfType<string>().Where(address => address.Length > 0);
        row.Add(new Metadata(ingress).Name)
            .Add(spec.GetString("ingressClassName") ?? "<none>")
            .Add(Shared.Cells.Some(hosts, Shown, "*"))
            .Add(string.Join(',', addresses))
            .Add(spec.GetArray("tls") is { Count: > 0 } ? "80, 443" : "80")
            .AddAge(ingress);
    }
}
