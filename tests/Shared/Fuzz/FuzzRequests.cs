using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.Fuzz;

/// <summary>Makes requests of a seed: number by number the same ones every time.</summary>
internal sealed class FuzzRequests(int seed)
{
    // Objects that would make the server call others, or turn away everything that follows: they are checked, never kept.
    private static readonly HashSet<string> Checked =
    [
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
        "ValidatingAdmissionPolicyBinding", "Namespace", "LimitRange",
    ];

    // These lead to nodes and pods, of which there are none here.
    private static readonly string[] Elsewhere = ["exec", "attach", "portforward", "proxy", "log"];

    private static readonly ResourceDefinition[] Resources = [.. SchemaRegistry.Kubernetes.Versions.SelectMany(version => version.Resources)];

    // Those with the most rules, and those that others refer to.
    private static readonly ResourceDefinition[] Common =
    [
        .. Resources.Where(resource => resource.Kind is "Pod" or "Deployment" or "StatefulSet" or "Job" or "CronJob" or "Service" or "ConfigMap" or "Secret" or "Ingress" or "NetworkPolicy"
            or "PersistentVolumeClaim" or "PersistentVolume" or "CustomResourceDefinition" or "HorizontalPodAutoscaler" or "ServiceAccount" or "Node" or "EndpointSlice" or "ResourceClaim"
            or "ValidatingAdmissionPolicy" or "Lease" or "RoleBinding" or "ClusterRole" or "SubjectAccessReview" or "PodDisruptionBudget" or "ResourceQuota"),
    ];

    /// <summary>A request.</summary>
    public FuzzRequest Make(int number)
    {
        var random = new FuzzRandom(unchecked((seed * 1_000_003) + number));
        if (random.Chance(0.04)) return Anything(number, random);
        var resource = random.Chance(0.5) ? random.Pick(Common) : random.Pick(Resources);
        var custom = random.Chance(0.05);
        var name = resource.Kind == "CustomResourceDefinition" && !custom ? "things.example.com" : random.Pick(FuzzStrings.Names);
        var path = custom ? "/apis/example.com/v1/namespaces/default/things" : Collection(resource, random);
        var kept = !Checked.Contains(resource.Kind) || custom;
        var one = $"{path}/{(random.Chance(0.95) ? name : Uri.EscapeDataString(FuzzStrings.Any(random)))}";
        if (random.Chance(0.15) && Subresource(resource, random) is { } subresource) one += "/" + subresource;
        return random.Next(21) switch
        {
            < 7 => Write(number, "POST", path + FuzzQueries.Write(random, kept), resource, custom, random),
            < 10 => Write(number, "PUT", one + FuzzQueries.Write(random, kept), resource, custom, random),
            < 14 => Patch(number, one + FuzzQueries.Write(random, kept), resource, custom, random),
            < 15 => Delete(number, (random.Chance(0.8) || Checked.Contains(resource.Kind) ? one : path) + FuzzQueries.Delete(random), resource, random),
            < 17 => new FuzzRequest(number, "GET", one + FuzzQueries.Read(random)) { Headers = FuzzQueries.Headers(random) },
            < 18 when random.Chance(0.3) => new FuzzRequest(number, random.Pick(["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "X"]), (kept ? one : path) + "?dryRun=All") { Headers = FuzzQueries.Headers(random) },
            _ => new FuzzRequest(number, "GET", path + FuzzQueries.List(random)) { Headers = FuzzQueries.Headers(random) },
        };
    }

    private static string Collection(ResourceDefinition resource, FuzzRandom random)
    {
        var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
        var inside = resource.Namespaced ? random.Chance(0.95) : random.Chance(0.02);
        return inside ? $"{root}/namespaces/default/{resource.Plural}" : $"{root}/{resource.Plural}";
    }

    private static string? Subresource(ResourceDefinition resource, FuzzRandom random)
    {
        var known = resource.Subresources.Select(subresource => subresource.Name).Except(Elsewhere).ToArray();
        if (random.Chance(0.1)) return random.Pick(["status", "scale", "x", "", "status/x", "eviction", "binding", "token", "finalize", "resize"]);
        return known.Length > 0 ? random.Pick(known) : null;
    }

    private static FuzzRequest Write(int number, string method, string target, ResourceDefinition resource, bool custom, FuzzRandom random)
    {
        var (kind, apiVersion, schema) = KindOf(target, resource);
        var name = method == "PUT" && random.Chance(0.95) ? NameIn(target, resource) : null;
        var document = custom ? Thing(random, name) : FuzzDocuments.Make(kind, apiVersion, schema, resource.Namespaced, random, name);
        Tame(document);
        if (random.Chance(0.35)) FuzzBreaker.Break(document, random);
        var type = "application/json";
        byte[] body;
        if (!custom && random.Chance(0.1) && KubernetesProtobuf.Supports(schema) && Protobuf(document, schema) is { } encoded)
        {
            (type, body) = ("application/vnd.kubernetes.protobuf", encoded);
        }
        else
        {
            body = document.ToUtf8Bytes();
            if (random.Chance(0.1)) type = "application/yaml";
        }

        if (random.Chance(0.08)) body = FuzzBreaker.Break(body, random);
        if (random.Chance(0.02)) type = random.Pick(["", "text/plain", "application/json;charset=utf-8", "application/cbor", "x"]);
        return new FuzzRequest(number, method, target) { Body = body, ContentType = type, Headers = FuzzQueries.Headers(random) };
    }

    private static FuzzRequest Patch(int number, string target, ResourceDefinition resource, bool custom, FuzzRandom random)
    {
        var (kind, apiVersion, schema) = KindOf(target, resource);
        var (type, body) = custom && random.Chance(0.5)
            ? ("application/apply-patch+yaml", Thing(random, NameIn(target, resource)).ToUtf8Bytes())
            : FuzzPatches.Make(kind, apiVersion, schema, resource.Namespaced, random, NameIn(target, resource));
        if (resource.Kind == "CustomResourceDefinition" && Encoding.UTF8.GetString(body).Contains("conversion", StringComparison.Ordinal)) body = "{}"u8.ToArray();
        if (random.Chance(0.06)) body = FuzzBreaker.Break(body, random);
        return new FuzzRequest(number, "PATCH", target) { Body = body, ContentType = type, Headers = FuzzQueries.Headers(random) };
    }

    private static FuzzRequest Delete(int number, string target, ResourceDefinition resource, FuzzRandom random)
    {
        if (resource.Kind == "Namespace") target = target.Split('?')[0] + "?dryRun=All";
        var options = new JsonObject();
        if (random.Chance(0.5)) options.Set("propagationPolicy", new JsonString(random.Pick(["Orphan", "Background", "Foreground", "x", ""])));
        if (random.Chance(0.4)) options.Set("gracePeriodSeconds", new JsonNumber(random.Pick(["0", "1", "-1", "99999999999"])));
        if (random.Chance(0.2)) options.Set("preconditions", new JsonObject { { "uid", "x" }, { "resourceVersion", "1" } });
        if (random.Chance(0.1)) FuzzBreaker.Break(options, random);
        return new FuzzRequest(number, "DELETE", target)
        {
            Body = random.Chance(0.5) ? options.ToUtf8Bytes() : null,
            ContentType = "application/json",
            Headers = FuzzQueries.Headers(random),
        };
    }

    // What a subresource speaks, if it is no whole object of the resource.
    private static (string Kind, string ApiVersion, TypeSchema Schema) KindOf(string target, ResourceDefinition resource)
    {
        var last = target.Split('?')[0].Split('/')[^1];
        if (resource.Subresource(last) is { } subresource && SchemaRegistry.Kubernetes.FindKind(subresource.Group, subresource.Version, subresource.Kind) is { } schema)
        {
            return (subresource.Kind, subresource.Group.Length == 0 ? subresource.Version : $"{subresource.Group}/{subresource.Version}", schema);
        }

        return (resource.Kind, resource.ApiVersion, resource.Schema);
    }

    // The segment after the plural.
    private static string NameIn(string target, ResourceDefinition resource)
    {
        var parts = target.Split('?')[0].Split('/');
        var at = Array.FindLastIndex(parts, part => part == resource.Plural || part == "things");
        return at >= 0 && at + 1 < parts.Length ? parts[at + 1] : "a";
    }

    // A definition with a webhook would make the server call it.
    private static void Tame(JsonObject document)
    {
        if (document.GetString("kind") == "CustomResourceDefinition") document.GetObject("spec")?.Remove("conversion");
    }

    private static JsonObject Thing(FuzzRandom random, string? name)
    {
        var spec = new JsonObject { { "n", random.Next(5) - 1 } };
        if (random.Chance(0.5)) spec.Set("l", new JsonArray { new JsonObject { { "k", "a" }, { "v", 1 } }, new JsonObject { { "k", random.Pick(["a", "b"]) } } });
        if (random.Chance(0.2)) spec.Set("unknown", true);
        return new JsonObject
        {
            { "apiVersion", "example.com/v1" },
            { "kind", "Thing" },
            { "metadata", new JsonObject { { "name", name ?? random.Pick(FuzzStrings.Names) } } },
            { "spec", spec },
            { "status", new JsonObject { { "n", 1 } } },
        };
    }

    // A broken document may have no protobuf form at all.
    private static byte[]? Protobuf(JsonObject document, TypeSchema schema)
    {
        try
        {
            return KubernetesProtobuf.Encode(document, schema);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or InvalidDataException or OverflowException)
        {
            return null;
        }
    }

    private static FuzzRequest Anything(int number, FuzzRandom random)
    {
        var path = random.Pick(
        [
            "/", "/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/apis/x", "/version", "/healthz", "/readyz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3",
            "/openapi/v3/api/v1", "/openid/v1/jwks", "/.well-known/openid-configuration", "/api/v1/namespaces//pods", "//", "/api/v1/watch/pods", "/api/v1/namespaces/default",
            "/api/v1/namespaces/default/status", "/api/v1/namespaces/default/finalize", "/apis/apps/v1/namespaces/default/deployments/a/scale", "/%2e%2e/x", "/api/v1/%00", "/logs", "/debug/pprof",
        ]);
        return new FuzzRequest(number, random.Pick(["GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]), path + (random.Chance(0.5) ? FuzzQueries.Read(random) : "?dryRun=All"))
        {
            Headers = FuzzQueries.Headers(random),
        };
    }
}
