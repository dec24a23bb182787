using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The objects that every cluster has: made when the server starts, if they are missing, and brought up to date.</summary>
internal sealed class SystemObjects(ServerCore core)
{
    /// <summary>Namespaces, priority classes and the range of service addresses.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
        {
            await EnsureAsync("", "namespaces", Named("v1", "Namespace", name), null, cancellationToken);
        }

        await EnsureAsync("scheduling.k8s.io", "priorityclasses", Priority("system-node-critical", 2000001000), null, cancellationToken);
        await EnsureAsync("scheduling.k8s.io", "priorityclasses", Priority("system-cluster-critical", 2000000000), null, cancellationToken);
        var range = Named("networking.k8s.io/v1", "ServiceCIDR", "kubernetes");
        range.Set("spec", new JsonObject { { "cidrs", new JsonArray { new JsonString(core.Options.ServiceClusterIPRange) } } });
        await EnsureAsync("networking.k8s.io", "servicecidrs", range, null, cancellationToken);
    }

    /// <summary>Makes an object if it is missing; changes one that is there if <paramref name="reconcile"/> says how.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="plural">The resource.</param>
    /// <param name="document">The object as it should be.</param>
    /// <param name="reconcile">From the object as it is to the object as it should be; null if nothing is to be done. Null leaves what is there alone.</param>
    /// <param name="cancellationToken">Ends with the server.</param>
    public async Task EnsureAsync(string group, string plural, JsonObject document, Func<JsonObject, JsonObject?>? reconcile, CancellationToken cancellationToken)
    {
        var resource = core.Registry.FindStored(group, plural) ?? throw new InvalidOperationException($"{plural} are not served");
        var metadata = new Metadata(document);
        var context = new WriteContext
        {
            Resource = resource,
            Namespace = metadata.Namespace,
            Name = metadata.Name,
            User = UserInfo.Loopback,
            Time = core.Time,
            FieldManager = "kube-apiserver",
            Cancelled = cancellationToken,
        };
        var updated = await core.Objects.UpdateAsync(
            context,
            present => new ValueTask<Result<JsonObject>>(reconcile?.Invoke(present) ?? present),
            () =>
            {
                var made = document.Clone();
                resource.Strategy.Default(made);
                return new ValueTask<Result<JsonObject>>(made);
            });
        if (updated.Error is { } error) throw new InvalidOperationException($"{plural} \"{metadata.Name}\" could not be made: {error.Message}");
    }

    private static JsonObject Priority(string name, long value)
    {
        var document = Named("scheduling.k8s.io/v1", "PriorityClass", name);
        document.Set("value", value);
        document.Set("description", name == "system-node-critical"
            ? "For system pods that a node cannot do without; no other pods outrank them."
            : "For system pods that the cluster cannot do without; they may move to another node if need be.");
        document.Set("preemptionPolicy", "PreemptLowerPriority");
        return document;
    }

    private static JsonObject Named(string apiVersion, string kind, string name) => new()
    {
        { "kind", kind },
        { "apiVersion", apiVersion },
        { "metadata", new JsonObject { { "name", name } } },
    };
}
