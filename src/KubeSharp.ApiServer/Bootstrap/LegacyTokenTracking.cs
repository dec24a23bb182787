using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The ConfigMap that says since when uses of tokens out of secrets are noted: who cleans up must not take "never noted" for "never used".</summary>
internal sealed class LegacyTokenTracking(SystemObjects system, TimeProvider time)
{
    private const string Since = "since";

    /// <summary>Makes it, or mends it.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken)
    {
        var today = LegacyTokenUse.Today(time);
        var document = new JsonObject
        {
            { "kind", "ConfigMap" },
            { "apiVersion", "v1" },
            { "metadata", new JsonObject { { "name", "kube-apiserver-legacy-service-account-token-tracking" }, { "namespace", "kube-system" } } },
            { "data", new JsonObject { { Since, today } } },
        };
        return system.EnsureAsync("", "configmaps", document, present => Repair(present, today), cancellationToken);
    }

    // A day that can be read stays.
    private static JsonObject? Repair(JsonObject present, string today)
    {
        if (DateOnly.TryParseExact(present.FindString("data", Since), "yyyy-MM-dd", out _)) return null;
        present.Set("data", new JsonObject { { Since, today } });
        return present;
    }
}
