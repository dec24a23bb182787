using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>
/// What others have to know about authentication: <c>extension-apiserver-authentication</c> tells aggregated API servers whose certificates and headers to
/// believe, and another ConfigMap since when uses of old tokens are noted.
/// </summary>
internal sealed class AuthenticationObjects(ApiServerOptions options, SystemObjects system, TimeProvider time)
{
    private const string Namespace = "kube-system";
    private const string Since = "since";

    /// <summary>Makes both, or brings them up to date.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var trust = Trust();
        await system.EnsureAsync("", "configmaps", ConfigMap("extension-apiserver-authentication", trust), present => Reconcile(present, trust), cancellationToken);
        var tracking = new JsonObject { { Since, LegacyTokenUse.Today(time) } };
        await system.EnsureAsync(
            "", "configmaps", ConfigMap("kube-apiserver-legacy-service-account-token-tracking", tracking), present => Repair(present, tracking), cancellationToken);
    }

    private JsonObject Trust()
    {
        var data = new JsonObject();
        if (Read(options.ClientCaFile) is { } clients) data.Add("client-ca-file", clients);
        if (Read(options.RequestHeaderClientCaFile) is not { } proxies) return data;
        data.Add("requestheader-allowed-names", List(options.RequestHeaderAllowedNames));
        data.Add("requestheader-client-ca-file", proxies);
        data.Add("requestheader-extra-headers-prefix", List(options.RequestHeaderExtraPrefixes));
        data.Add("requestheader-group-headers", List(options.RequestHeaderGroupHeaders));
        if (options.RequestHeaderUidHeaders.Count > 0) data.Add("requestheader-uid-headers", List(options.RequestHeaderUidHeaders));
        data.Add("requestheader-username-headers", List(options.RequestHeaderUsernameHeaders));
        return data;
    }

    private static JsonObject? Reconcile(JsonObject present, JsonObject trust)
    {
        var data = present.GetOrAddObject("data");
        var changed = false;
        foreach (var (name, value) in trust)
        {
            if (JsonValue.DeepEquals(data[name], value)) continue;
            data.Set(name, value.DeepClone());
            changed = true;
        }

        return changed ? present : null;
    }

    // A day that can be read stays: it says since when nothing went unnoticed.
    private static JsonObject? Repair(JsonObject present, JsonObject tracking)
    {
        if (DateOnly.TryParseExact(present.FindString("data", Since), "yyyy-MM-dd", out _)) return null;
        present.Set("data", tracking.DeepClone());
        return present;
    }

    private static JsonObject ConfigMap(string name, JsonObject data)
    {
        var document = new JsonObject
        {
            { "kind", "ConfigMap" },
            { "apiVersion", "v1" },
            { "metadata", new JsonObject { { "name", name }, { "namespace", Namespace } } },
        };
        if (data.Count > 0) document.Add("data", data.DeepClone());
        return document;
    }

    private static string? Read(string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The authenticators have read it before; it is being replaced just now.
            return null;
        }
    }

    private static string List(IReadOnlyList<string> values) => JsonArray.OfStrings(values).ToString();
}
