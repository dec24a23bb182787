using System.Collections.Concurrent;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Nothing is created in a namespace that does not exist or is going, and three namespaces cannot be deleted
/// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespacelifecycle).
/// </summary>
/// <remarks>
/// What the cache says of a namespace is believed, as asking the store costs a round trip where that is etcd; except of a namespace whose deletion went through
/// here a moment ago.
/// </remarks>
internal sealed class NamespaceLifecycle(IObjectLister objects, TimeProvider time) : IMutatingAdmission
{
    private static readonly string[] _immortal = ["default", "kube-system", "kube-public"];
    private static readonly TimeSpan CacheTrails = TimeSpan.FromSeconds(30);

    // When a deletion was asked for here.
    private readonly ConcurrentDictionary<string, DateTimeOffset> deletions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "NamespaceLifecycle";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) =>
        operation is AdmissionOperation.Create or AdmissionOperation.Update or AdmissionOperation.Delete;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Operation == AdmissionOperation.Delete)
        {
            if (!attributes.IsFor("", "namespaces")) return null;
            if (_immortal.Contains(attributes.Name))
                return StatusError.Forbidden(new GroupResource("", "namespaces"), attributes.Name, "this namespace may not be deleted");
            NoteDeletion(attributes.Name);
            return null;
        }

        // Asking whether somebody may do something in a namespace creates nothing in it.
        if (attributes.Namespace.Length == 0
            || attributes.Kind is { Group: "", Kind: "Namespace" }
            || attributes.Resource is { Group: "authorization.k8s.io", Resource: "localsubjectaccessreviews" })
            return null;

        var found = objects.Get("", "namespaces", "", attributes.Namespace);

        // A cache that trails must neither refuse a namespace made a moment ago nor fill one that is going.
        if (found is null || (attributes.Operation == AdmissionOperation.Create && WasDeletedLately(attributes.Namespace)))
            found = await objects.GetLatestAsync("", "namespaces", "", attributes.Namespace, cancellationToken);
        if (found is null)
            return StatusError.NotFound(new GroupResource("", "namespaces"), attributes.Namespace);
        if (attributes.Operation != AdmissionOperation.Create || found.FindString("status", "phase") != "Terminating")
            return null;
        var refusal = attributes.Forbid($"unable to create new content in namespace {attributes.Namespace} because it is being terminated");
        var cause = new StatusCause(CauseType.NamespaceTerminating, $"namespace {attributes.Namespace} is being terminated", "metadata.namespace");
        return refusal with { Details = refusal.Details! with { Causes = [cause] } };
    }

    private void NoteDeletion(string name)
    {
        var now = time.GetUtcNow();
        foreach (var (old, at) in deletions)
        {
            if (now - at > CacheTrails) deletions.TryRemove(new KeyValuePair<string, DateTimeOffset>(old, at));
        }

        deletions[name] = now;
    }

    private bool WasDeletedLately(string name) => !deletions.IsEmpty && deletions.TryGetValue(name, out var at) && time.GetUtcNow() - at <= CacheTrails;
}
