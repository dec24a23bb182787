using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>
/// The ConfigMap kube-system/extension-apiserver-authentication: what other API servers need to know to believe this one and its clients.
/// </summary>
/// <remarks>https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/#extension-apiserver-authenticates-the-request</remarks>
internal static class ExtensionAuthentication
{
    public const string Name = "extension-apiserver-authentication";

    /// <summary>The ConfigMap.</summary>
    public static JsonObject Of(ApiServerOptions options)
    {
        var data = new JsonObject();
        if (options.ClientCaFile is { } clients) data.Set("client-ca-file", File.ReadAllText(clients));
        if (options.RequestHeaderClientCaFile is { } proxies)
        {
            data.Set("requestheader-allowed-names", List(options.RequestHeaderAllowedNames));
            data.Set("requestheader-client-ca-file", File.ReadAllText(proxies));
            data.Set("requestheader-extra-headers-prefix", List(options.RequestHeaderExtraPrefixes));
            data.Set("requestheader-group-headers", List(options.RequestHeaderGroupHeaders));
            data.Set("requestheader-uid-headers", List(options.RequestHeaderUidHeaders));
            data.Set("requestheader-username-headers", List(options.RequestHeaderUsernameHeaders));
        }

        return new JsonObject
        {
            { "kind", "ConfigMap" },
            { "apiVersion", "v1" },
            { "metadata", new JsonObject { { "name", Name }, { "namespace", "kube-system" } } },
            { "data", data },
        };
    }

    /// <summary>The present object with our data; null if it has it.</summary>
    public static JsonObject? Reconcile(JsonObject present, JsonObject wanted)
    {
        var data = present.GetOrAddObject("data");
        var changed = false;
        foreach (var (name, value) in wanted.GetObject("data")!)
        {
            if (JsonValue.DeepEquals(data[name], value)) continue;
            data.Set(name, value);
            changed = true;
        }

        return changed ? present : null;
    }

    private static string List(IReadOnlyList<string> values) => JsonArray.OfStrings(values).ToString();
}
