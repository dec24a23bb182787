using System.Net;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>What the endpoints of the <c>kubernetes</c> Service should be. Pure; what others wrote besides stays.</summary>
internal static class KubernetesEndpoints
{
    public const string Namespace = "default";
    public const string Name = "kubernetes";

    private const string SkipMirror = "endpointslice.kubernetes.io/skip-mirror";
    private const string ServiceName = "kubernetes.io/service-name";

    /// <summary>The addresses that an Endpoints object has.</summary>
    public static IReadOnlyCollection<string> AddressesOf(JsonObject? endpoints)
    {
        var subsets = (endpoints?.GetArray("subsets") ?? []).OfType<JsonObject>();
        return [.. subsets.SelectMany(subset => subset.GetArray("addresses") ?? []).OfType<JsonObject>().Select(one => one.GetString("ip") ?? "")];
    }

    /// <summary>The addresses of one family, in order. A Service has one family and so have its endpoints.</summary>
    public static IReadOnlyList<string> OfFamily(IEnumerable<string> addresses, bool six)
    {
        var right = addresses.Where(text => IPAddress.TryParse(text, out _) && text.Contains(':', StringComparison.Ordinal) == six);
        return [.. right.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The Endpoints object that is wanted; null if <paramref name="present"/> is it.</summary>
    /// <param name="present">What is there; null for nothing.</param>
    /// <param name="addresses">The servers, in order.</param>
    /// <param name="port">Their port.</param>
    /// <param name="fixPort">Whether a port that is there is to be changed.</param>
    public static JsonObject? Endpoints(JsonObject? present, IReadOnlyList<string> addresses, int port, bool fixPort)
    {
        var wanted = present?.Clone() ?? Named("v1", "Endpoints");
        wanted.GetOrAddObject("metadata").GetOrAddObject("labels").Set(SkipMirror, new JsonString("true"));
        var ports = Ports(wanted.GetArray("subsets") is [JsonObject only] ? only.GetArray("ports") : null, port, fixPort);
        if (addresses.Count == 0)
            wanted.Remove("subsets");
        else if (!SameAddresses(wanted, addresses) || !JsonValue.DeepEquals(((JsonObject)wanted.GetArray("subsets")![0])["ports"], ports))
            wanted.Set("subsets", new JsonArray { new JsonObject { { "addresses", new JsonArray(addresses.Select(Address)) }, { "ports", ports.Clone() } } });
        return present is not null && JsonValue.DeepEquals(present, wanted) ? null : wanted;
    }

    /// <summary>The EndpointSlice that is wanted; null if <paramref name="present"/> is it.</summary>
    /// <param name="present">What is there; null for nothing, and for one of the other family, which must go first.</param>
    /// <param name="addresses">The servers, in order.</param>
    /// <param name="six">Whether the Service is of IPv6.</param>
    /// <param name="port">Their port.</param>
    /// <param name="fixPort">Whether a port that is there is to be changed.</param>
    public static JsonObject? Slice(JsonObject? present, IReadOnlyList<string> addresses, bool six, int port, bool fixPort)
    {
        var wanted = present?.Clone() ?? Named("discovery.k8s.io/v1", "EndpointSlice");
        wanted.GetOrAddObject("metadata").GetOrAddObject("labels").Set(ServiceName, new JsonString(Name));
        wanted.Set("addressType", new JsonString(FamilyOf(six)));
        var ports = Ports(wanted.GetArray("ports"), port, fixPort);
        var endpoints = new JsonArray(addresses.Select(static address => new JsonObject
        {
            { "addresses", new JsonArray { new JsonString(address) } },
            { "conditions", new JsonObject { { "ready", true } } },
        }));
        if (endpoints.Count > 0 || wanted.GetArray("endpoints") is { Count: > 0 }) wanted.Set("endpoints", endpoints);
        else if (present is null) wanted.Set("endpoints", JsonNull.Instance);
        wanted.Set("ports", ports.Clone());
        return present is not null && JsonValue.DeepEquals(present, wanted) ? null : wanted;
    }

    /// <summary>The address type of slices.</summary>
    public static string FamilyOf(bool six) => six ? "IPv6" : "IPv4";

    private static JsonArray Ports(JsonArray? present, int port, bool fix) => present is { Count: > 0 } && !fix
        ? present
        : [new JsonObject { { "name", "https" }, { "port", port }, { "protocol", "TCP" } }];

    private static bool SameAddresses(JsonObject endpoints, IReadOnlyList<string> addresses) =>
        endpoints.GetArray("subsets") is [JsonObject subset] && subset["notReadyAddresses"] is null or JsonNull
        && subset.GetArray("addresses") is { } present && present.Count == addresses.Count
        && present.OfType<JsonObject>().Select(one => one.GetString("ip")).ToHashSet().SetEquals(addresses);

    private static JsonObject Address(string address) => new() { { "ip", address } };

    private static JsonObject Named(string apiVersion, string kind) => new()
    {
        { "kind", kind },
        { "apiVersion", apiVersion },
        { "metadata", new JsonObject { { "name", Name }, { "namespace", Namespace } } },
    };
}
