using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Networking.NetworkPolicies;

/// <summary>What a network policy means where it says nothing: it is about ingress, and about egress if it has rules for that.</summary>
internal static class NetworkPolicyDefaults
{
    public static void Apply(JsonObject policy)
    {
        var spec = policy.GetOrAddObject("spec");
        foreach (var rules in (ReadOnlySpan<string>)["ingress", "egress"])
        {
            foreach (var rule in spec.GetArray(rules) ?? [])
            {
                foreach (var item in (rule as JsonObject)?.GetArray("ports") ?? [])
                {
                    if (item is JsonObject port) port.SetDefault("protocol", "TCP");
                }
            }
        }

        if (spec.GetArray("policyTypes") is { Count: > 0 }) return;
        var types = new JsonArray { new JsonString("Ingress") };
        if (spec.GetArray("egress") is { Count: > 0 }) types.Add(new JsonString("Egress"));
        spec.Set("policyTypes", types);
    }
}
