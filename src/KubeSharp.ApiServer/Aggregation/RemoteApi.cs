using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>A version of a group that another server serves, as its APIService says. Immutable.</summary>
internal sealed record RemoteApi
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>Orders groups.</summary>
    public required int GroupPriority { get; init; }

    /// <summary>Orders the versions of the group.</summary>
    public required int VersionPriority { get; init; }

    /// <summary>The root of the server.</summary>
    public required WebhookEndpoint Endpoint { get; init; }

    /// <summary>Whether requests are passed on.</summary>
    public bool Available { get; init; }

    /// <summary>What it serves, as last heard.</summary>
    public IReadOnlyList<ResourceDefinition> Resources { get; init; } = [];

    /// <summary>The relative URL of its OpenAPI v3 document; null if it has none.</summary>
    public string? OpenApiUrl { get; init; }

    /// <summary>Its OpenAPI v2 document; null if it has none.</summary>
    public JsonObject? OpenApiV2 { get; init; }

    /// <summary>The name of its APIService.</summary>
    public string Name => $"{Version}.{Group}";

    /// <summary>The version for discovery.</summary>
    public GroupVersionDefinition Definition => new(Group, Version, GroupPriority, VersionPriority, Resources) { Stale = !Available };

    /// <summary>Reads an APIService with a service.</summary>
    public static RemoteApi From(JsonObject document, WebhookCredentials credentials)
    {
        var spec = document.GetObject("spec")!;
        var service = spec.GetObject("service")!;
        var client = new JsonObject { { "service", service.Clone() } };
        if (spec["caBundle"] is JsonString bundle) client.Set("caBundle", bundle);
        var condition = (document.FindArray("status", "conditions") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Available");
        return new RemoteApi
        {
            Group = spec.GetString("group") ?? "",
            Version = spec.GetString("version") ?? "",
            GroupPriority = (int)(spec.GetInt64("groupPriorityMinimum") ?? 0),
            VersionPriority = (int)(spec.GetInt64("versionPriority") ?? 0),
            Endpoint = WebhookEndpoint.FromClientConfig(client, _ => credentials) with { InsecureSkipTlsVerify = spec.GetBool("insecureSkipTLSVerify") == true },
            Available = condition?.GetString("status") == "True",
        };
    }
}
