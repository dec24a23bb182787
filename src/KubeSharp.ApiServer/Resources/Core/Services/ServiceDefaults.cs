using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>What a service means where it says nothing.</summary>
internal static class ServiceDefaults
{
    private const int AffinitySeconds = 10800;

    public static void Apply(JsonObject service)
    {
        var spec = service.GetOrAddObject("spec");
        Text(spec, "sessionAffinity", "None");
        Affinity(spec);
        Text(spec, "type", "ClusterIP");
        foreach (var port in (spec.GetArray("ports") ?? []).OfType<JsonObject>())
        {
            Text(port, "protocol", "TCP");
            if (port["targetPort"] is null or JsonNumber { Text: "0" } or JsonString { Value: "" } && port["port"] is { } number) port.Set("targetPort", number);
        }

        var fields = new ServiceFields(spec);
        if (fields.IsExternallyAccessible) Text(spec, "externalTrafficPolicy", "Cluster");
        if (fields.NeedsClusterIP) Text(spec, "internalTrafficPolicy", "Cluster");
        if (fields.Type != "LoadBalancer") return;
        spec.SetDefault("allocateLoadBalancerNodePorts", true);
        foreach (var ingress in (service.FindArray("status", "loadBalancer", "ingress") ?? []).OfType<JsonObject>())
        {
            if (ingress.GetString("ip") is { Length: > 0 }) ingress.SetDefault("ipMode", "VIP");
        }
    }

    private static void Affinity(JsonObject spec)
    {
        switch (spec.GetString("sessionAffinity"))
        {
            case "None":
                spec.Remove("sessionAffinityConfig");
                break;
            case "ClientIP" when spec.FindObject("sessionAffinityConfig", "clientIP")?.GetInt64("timeoutSeconds") is null:
                spec.Set("sessionAffinityConfig", new JsonObject { { "clientIP", new JsonObject { { "timeoutSeconds", AffinitySeconds } } } });
                break;
        }
    }

    private static void Text(JsonObject value, string name, string text)
    {
        if (string.IsNullOrEmpty(value.GetString(name))) value.Set(name, new JsonString(text));
    }
}
