using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The objects that every cluster has: made when the server starts, if they are missing.</summary>
internal sealed class SystemObjects(ServerCore core)
{
    /// <summary>Makes what is missing.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
        {
            await CreateAsync("", "namespaces", "", Named("v1", "Namespace", name), cancellationToken);
        }

        await CreateAsync("scheduling.k8s.io", "priorityclasses", "", Priority("system-node-critical", 2000001000), cancellationToken);
        await CreateAsync("scheduling.k8s.io", "priorityclasses", "", Priority("system-cluster-critical", 2000000000), cancellationToken);
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

    private async Task CreateAsync(string group, string plural, string ns, JsonObject document, CancellationToken cancellationToken)
    {
        var resource = core.Registry.FindStored(group, plural) ?? throw new InvalidOperationException($"{plural} are not served");
        var context = new WriteContext
        {
            Resource = resource,
            Namespace = ns,
            User = UserInfo.Loopback,
            Time = core.Time,
            FieldManager = "kube-apiserver",
            Cancelled = cancellationToken,
        };
        resource.Strategy.Default(document);
        var made = await core.Objects.CreateAsync(context, document);
        if (made.Error is { Reason: not StatusReason.AlreadyExists } error) throw new InvalidOperationException($"{plural} could not be created: {error.Message}");
    }
}
