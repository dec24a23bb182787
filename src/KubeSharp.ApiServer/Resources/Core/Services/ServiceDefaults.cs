using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>What a service means where it says nothing.</summary>
internal static class ServiceDefaults
{
    private const int AffinitySeconds = 10800;

    public static void Apply(JsonObject spec)
    {
        Text(spec, "sessionAffinity", "None");
        if (spec.GetString("sessionAffinity") == "None") spec.Remove("sessionAffinityConfig");
        else spec.GetOrAddObject("sessionAffinityConfig").GetOrAddObject("clientIP").SetDefault("timeoutSeconds", AffinitySeconds);
        Text(spec, "type", "ClusterIP");
        foreach (var item in spec.GetArray("ports") ?? [])
        {
            if (item is not JsonObject port) continue;
            Text(port, "protocol", "TCP");
            if (port["targetPort"] is null or JsonNumber { Text: "0" } or JsonString { Value: "" } && port["port"] is { } number) port.Set("targetPort", number);
        }

        var type = spec.GetString("type");
        if (type is "NodePort" or "LoadBalancer") Text(spec, "externalTrafficPolicy", "Cluster");
        if (type != "ExternalName") Text(spec, "internalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer") spec.SetDefault("allocateLoadBalancerNodePorts", true);
    }

    /// <summary>One family, the cluster's own, unless the service asks for it expressly.</summary>
    public static void ApplyFamilies(JsonObject spec, string family)
    {
        if (spec.GetString("type") == "ExternalName")
        {
            foreach (var name in (ReadOnlySpan<string>)["ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"]) spec.Remove(name);
            return;
        }

        if (spec.GetString("clusterIP") is { Length: > 0 } address && spec.GetArray("clusterIPs") is not { Count: > 0 })
        {
            spec.Set("clusterIPs", new JsonArray { new JsonString(address) });
        }

        if (spec.GetString("clusterIP") == "None" && spec.GetObject("selector") is not { Count: > 0 } && spec.GetArray("ipFamilies") is not { Count: > 0 })
        {
            // Nobody knows what the endpoints of such a service will be: both families.
            spec.SetDefault("ipFamilyPolicy", "RequireDualStack");
            if (spec.GetString("ipFamilyPolicy") != "SingleStack")
            {
                spec.Set("ipFamilies", new JsonArray { new JsonString(family), new JsonString(family == "IPv4" ? "IPv6" : "IPv4") });
                return;
            }
        }

        Text(spec, "ipFamilyPolicy", "SingleStack");
        if (spec.GetArray("ipFamilies") is not { Count: > 0 }) spec.Set("ipFamilies", new JsonArray { new JsonString(family) });
    }

    /// <summary>What was given out stays with the service, also when a client that never saw it writes the service back.</summary>
    public static void KeepAllocated(JsonObject spec, JsonObject old)
    {
        var (type, before) = (spec.GetString("type"), old.GetString("type"));
        if (type == "ExternalName" && before != "ExternalName")
        {
            // What the service leaves behind by becoming a mere name, unless the client says something of its own.
            foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs"])
            {
                if (JsonValue.DeepEquals(spec[name], old[name])) spec.Remove(name);
            }
        }
        else if (spec.GetString("clusterIP") is { Length: > 0 } address && address != old.GetString("clusterIP") && JsonValue.DeepEquals(spec["clusterIPs"], old["clusterIPs"]))
        {
            // A client that knows of one address only.
            spec.Set("clusterIPs", new JsonArray { new JsonString(address) });
        }

        if (type != "ExternalName" && before != "ExternalName")
        {
            if (string.IsNullOrEmpty(spec.GetString("clusterIP")))
            {
                spec.CopyMember("clusterIP", old);
                spec.CopyMember("clusterIPs", old);
            }

            if (spec.GetArray("ipFamilies") is not { Count: > 0 }) spec.CopyMember("ipFamilies", old);
            if (!spec.Contains("ipFamilyPolicy")) spec.CopyMember("ipFamilyPolicy", old);
        }

        if (type is "NodePort" or "LoadBalancer" && before is "NodePort" or "LoadBalancer") KeepPorts(spec, old);
        else if (type is not ("NodePort" or "LoadBalancer") && before is "NodePort" or "LoadBalancer") DropPorts(spec, old);
        if (type == "LoadBalancer" && spec.GetString("externalTrafficPolicy") == "Local" && (spec.GetInt64("healthCheckNodePort") ?? 0) == 0)
        {
            spec.CopyMember("healthCheckNodePort", old);
        }
    }

    private static void KeepPorts(JsonObject spec, JsonObject old)
    {
        foreach (var item in spec.GetArray("ports") ?? [])
        {
            if (item is not JsonObject port || (port.GetInt64("nodePort") ?? 0) != 0) continue;
            if (Find(old, port) is { } same && same["nodePort"] is { } number) port.Set("nodePort", number);
        }
    }

    private static void DropPorts(JsonObject spec, JsonObject old)
    {
        foreach (var item in spec.GetArray("ports") ?? [])
        {
            if (item is JsonObject port && Find(old, port) is { } same && JsonValue.DeepEquals(same["nodePort"], port["nodePort"])) port.Remove("nodePort");
        }

        spec.Remove("externalTrafficPolicy");
        spec.Remove("allocateLoadBalancerNodePorts");
        spec.Remove("healthCheckNodePort");
    }

    private static JsonObject? Find(JsonObject spec, JsonObject wanted)
    {
        foreach (var item in spec.GetArray("ports") ?? [])
        {
            if (item is JsonObject port && port.GetString("protocol") == wanted.GetString("protocol") && port.GetInt64("port") == wanted.GetInt64("port")) return port;
        }

        return null;
    }

    private static void Text(JsonObject value, string name, string text)
    {
        if (string.IsNullOrEmpty(value.GetString(name))) value.Set(name, new JsonString(text));
    }
}
