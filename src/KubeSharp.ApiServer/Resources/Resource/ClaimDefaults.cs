using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What requests for devices mean where they say nothing: one device, exactly.</summary>
internal static class ClaimDefaults
{
    public static void Claim(JsonObject claim)
    {
        Apply(claim.FindObject("spec", "devices"));
        foreach (var result in (claim.FindArray("status", "allocation", "devices", "results") ?? []).OfType<JsonObject>()) Tolerate(result);
    }

    public static void Template(JsonObject template) => Apply(template.FindObject("spec", "spec", "devices"));

    private static void Apply(JsonObject? devices)
    {
        foreach (var request in (devices?.GetArray("requests") ?? []).OfType<JsonObject>())
        {
            if (request.GetObject("exactly") is { } exactly) Fill(exactly);
            foreach (var alternative in (request.GetArray("firstAvailable") ?? []).OfType<JsonObject>()) Fill(alternative);
        }
    }

    private static void Fill(JsonObject request)
    {
        if (string.IsNullOrEmpty(request.GetString("allocationMode"))) request.Set("allocationMode", new JsonString("ExactCount"));
        if (request.GetString("allocationMode") == "ExactCount" && request.GetInt64("count") is null or 0) request.Set("count", 1);
        Tolerate(request);
    }

    private static void Tolerate(JsonObject request)
    {
        foreach (var toleration in (request.GetArray("tolerations") ?? []).OfType<JsonObject>()) toleration.SetDefault("operator", "Equal");
    }
}
