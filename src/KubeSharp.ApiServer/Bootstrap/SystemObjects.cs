using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The objects that every cluster has: made when the server starts, if they are missing, and brought up to date.</summary>
internal sealed class SystemObjects(OwnWrites writes)
{
    private const int Attempts = 3;

    /// <summary>Namespaces and priority classes.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
        {
            await EnsureAsync("", "namespaces", Named("v1", "Namespace", name), null, cancellationToken);
        }

        await EnsureAsync("scheduling.k8s.io", "priorityclasses", Priority("system-node-critical", 2000001000), null, cancellationToken);
        await EnsureAsync("scheduling.k8s.io", "priorityclasses", Priority("system-cluster-critical", 2000000000), null, cancellationToken);
    }

    /// <summary>Makes an object if it is missing; changes one that is there if <paramref name="reconcile"/> says how.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="plural">The resource.</param>
    /// <param name="document">The object as it should be.</param>
    /// <param name="reconcile">From the object as it is to the object as it should be; null if nothing is to be done. Null leaves what is there alone.</param>
    /// <param name="cancellationToken">Ends with the server.</param>
    public async Task EnsureAsync(string group, string plural, JsonObject document, Func<JsonObject, JsonObject?>? reconcile, CancellationToken cancellationToken)
    {
        var metadata = new Metadata(document);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var updated = await writes.UpdateAsync(group, plural, metadata.Namespace, metadata.Name, "", present => reconcile?.Invoke(present), cancellationToken);
            if (updated.Error is null) return;
            if (updated.Error.Reason != StatusReason.NotFound) throw Failed(updated.Error);
            var made = await writes.CreateAsync(group, plural, document.Clone(), cancellationToken);
            if (made.Error is null) return;
            // Another server that starts at the same time was faster: what it made is looked at.
            if (made.Error.Reason != StatusReason.AlreadyExists) throw Failed(made.Error);
        }

        InvalidOperationException Failed(StatusError error) => new($"{plural} \"{metadata.Name}\" could not be made: {error.Message}");
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
