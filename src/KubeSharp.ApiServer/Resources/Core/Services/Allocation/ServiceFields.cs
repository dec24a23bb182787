using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>The specification of a service, read and set in place: what allocation is about. A view: copying it copies no data.</summary>
internal readonly struct ServiceFields(JsonObject spec)
{
    public const string Headless = "None";

    public JsonObject Json => spec;

    public string Type => spec.GetString("type") ?? "";

    public bool IsExternalName => Type == "ExternalName";

    public string ClusterIP
    {
        get => spec.GetString("clusterIP") ?? "";
        set => SetText("clusterIP", value);
    }

    public IReadOnlyList<string> ClusterIPs
    {
        get => Texts("clusterIPs");
        set => SetTexts("clusterIPs", value);
    }

    public IReadOnlyList<string> Families
    {
        get => Texts("ipFamilies");
        set => SetTexts("ipFamilies", value);
    }

    public string? Policy
    {
        get => spec.GetString("ipFamilyPolicy");
        set => SetText("ipFamilyPolicy", value ?? "");
    }

    public string ExternalTrafficPolicy => spec.GetString("externalTrafficPolicy") ?? "";

    public long HealthCheckNodePort
    {
        get => spec.GetInt64("healthCheckNodePort") ?? 0;
        set
        {
            if (value == 0) spec.Remove("healthCheckNodePort");
            else spec.Set("healthCheckNodePort", value);
        }
    }

    /// <summary>Whether it has no address of its own, as validation sees it.</summary>
    public bool IsHeadless => ClusterIPs is [Headless];

    public bool HasSelector => spec.GetObject("selector") is { Count: > 0 };

    /// <summary>Whether its type needs an address, be it "None".</summary>
    public bool NeedsClusterIP => Type is "ClusterIP" or "NodePort" or "LoadBalancer";

    public bool NeedsNodePorts => Type is "NodePort" or "LoadBalancer";

    /// <summary>Whether ports that name no node port get one.</summary>
    public bool AllocatesNodePorts => Type == "NodePort" || (Type == "LoadBalancer" && spec.GetBool("allocateLoadBalancerNodePorts") != false);

    public bool NeedsHealthCheck => Type == "LoadBalancer" && ExternalTrafficPolicy == "Local";

    /// <summary>Whether something outside of the cluster can reach it.</summary>
    public bool IsExternallyAccessible => NeedsNodePorts || (Type == "ClusterIP" && spec.GetArray("externalIPs") is { Count: > 0 });

    public IEnumerable<JsonObject> Ports => (spec.GetArray("ports") ?? []).OfType<JsonObject>();

    public static int NodePort(JsonObject port) => (int)(port.GetInt64("nodePort") ?? 0);

    public static void SetNodePort(JsonObject port, int number)
    {
        if (number == 0) port.Remove("nodePort");
        else port.Set("nodePort", number);
    }

    private IReadOnlyList<string> Texts(string name) => spec.GetArray(name) is { Count: > 0 } list ? [.. list.Select(item => (item as JsonString)?.Value ?? "")] : [];

    private void SetTexts(string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) spec.Remove(name);
        else spec.Set(name, JsonArray.OfStrings(values));
    }

    private void SetText(string name, string value)
    {
        if (value.Length == 0) spec.Remove(name);
        else spec.Set(name, new JsonString(value));
    }
}
