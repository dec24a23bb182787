using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authorization.Nodes;

/// <summary>
/// Which node needs which object. Not a graph of edges but, for each node, what its pods refer to: a node has a hundred pods, so a
/// question is a hundred look-ups at most, and a change of a pod touches one entry. Reads take no lock.
/// </summary>
internal sealed class NodeGraph : IDisposable
{
    private readonly ConcurrentDictionary<string, ImmutableDictionary<(string Namespace, string Name), PodReferences>> _nodes =
        new(StringComparer.Ordinal);

    private readonly Dictionary<(string Namespace, string Name), string> _nodeOfPod = [];
    private readonly ConcurrentDictionary<string, Volume> _volumes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _attachments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _slices = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _subscriptions = [];

    /// <summary>Starts to observe.</summary>
    public NodeGraph(IObjectLister objects)
    {
        _subscriptions.Add(objects.Observe("", "pods", new Observer(SetPod, RemovePod)));
        _subscriptions.Add(objects.Observe("", "persistentvolumes", new Observer(SetVolume, (_, name) => _volumes.TryRemove(name, out Volume? _))));
        _subscriptions.Add(objects.Observe(
            "storage.k8s.io",
            "volumeattachments",
            new Observer(
                (_, name, document) => _attachments[name] = document.FindString("spec", "nodeName") ?? "",
                (_, name) => _attachments.TryRemove(name, out string? _))));
        _subscriptions.Add(objects.Observe(
            "resource.k8s.io",
            "resourceslices",
            new Observer((_, name, document) => _slices[name] = document.FindString("spec", "nodeName") ?? "", (_, name) => _slices.TryRemove(name, out string? _))));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    /// <summary>True if the node's pods need the object.</summary>
    public bool Needs(string node, string group, string resource, string @namespace, string name) => (group, resource) switch
    {
        ("storage.k8s.io", "volumeattachments") => _attachments.TryGetValue(name, out var on) && on == node,
        ("resource.k8s.io", "resourceslices") => _slices.TryGetValue(name, out var owner) && owner == node,
        ("", "persistentvolumes") => _volumes.TryGetValue(name, out var volume) && HasClaim(node, volume),
        ("", "secrets") => AnyPod(node, @namespace, name, static (pod, secret) => pod.Secrets.Contains(secret)) || HasVolumeSecret(node, @namespace, name),
        ("", "configmaps") => AnyPod(node, @namespace, name, static (pod, map) => pod.ConfigMaps.Contains(map)),
        ("", "persistentvolumeclaims") => AnyPod(node, @namespace, name, static (pod, claim) => pod.Claims.Contains(claim)),
        ("", "serviceaccounts") => AnyPod(node, @namespace, name, static (pod, account) => pod.ServiceAccount == account),
        ("resource.k8s.io", "resourceclaims") => AnyPod(node, @namespace, name, static (pod, claim) => pod.ResourceClaims.Contains(claim)),
        ("", "pods") => _nodes.TryGetValue(node, out var pods) && pods.ContainsKey((@namespace, name)),
        _ => false,
    };

    internal void SetPod(string @namespace, string name, JsonObject pod)
    {
        var references = PodReferences.From(pod);
        if (_nodeOfPod.TryGetValue((@namespace, name), out var old) && old != references?.Node)
            RemovePod(@namespace, name);
        if (references is null)
            return;
        _nodeOfPod[(@namespace, name)] = references.Node;
        var pods = _nodes.GetValueOrDefault(references.Node) ?? ImmutableDictionary<(string Namespace, string Name), PodReferences>.Empty;
        _nodes[references.Node] = pods.SetItem((@namespace, name), references);
    }

    internal void RemovePod(string @namespace, string name)
    {
        if (!_nodeOfPod.Remove((@namespace, name), out var node) || !_nodes.TryGetValue(node, out var pods))
            return;
        pods = pods.Remove((@namespace, name));
        if (pods.IsEmpty)
            _nodes.TryRemove(node, out _);
        else
            _nodes[node] = pods;
    }

    internal void SetVolume(string @namespace, string name, JsonObject volume) => _volumes[name] = Volume.From(volume);

    private bool AnyPod(string node, string @namespace, string name, Func<PodReferences, string, bool> refers)
    {
        if (!_nodes.TryGetValue(node, out var pods))
            return false;
        foreach (var (key, pod) in pods)
        {
            if (key.Namespace == @namespace && refers(pod, name))
                return true;
        }

        return false;
    }

    private bool HasClaim(string node, Volume volume) =>
        volume.Claim.Length > 0 && AnyPod(node, volume.ClaimNamespace, volume.Claim, static (pod, claim) => pod.Claims.Contains(claim));

    private bool HasVolumeSecret(string node, string @namespace, string name)
    {
        foreach (var volume in _volumes.Values)
        {
            if (volume.Secrets.Contains((@namespace, name)) && HasClaim(node, volume))
                return true;
        }

        return false;
    }

    private sealed record Volume(string ClaimNamespace, string Claim, HashSet<(string Namespace, string Name)> Secrets)
    {
        public static Volume From(JsonObject document)
        {
            var claimNamespace = document.FindString("spec", "claimRef", "namespace") ?? "";
            HashSet<(string Namespace, string Name)> secrets = [];
            if (document.GetObject("spec") is { } spec)
            {
                Add(spec.FindString("azureFile", "secretNamespace") ?? claimNamespace, spec.FindString("azureFile", "secretName"));
                foreach (var kind in (ReadOnlySpan<string>)["cephfs", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos"])
                    Add(spec.FindString(kind, "secretRef", "namespace") ?? claimNamespace, spec.FindString(kind, "secretRef", "name"));
                foreach (var reference in (ReadOnlySpan<string>)["nodePublishSecretRef", "nodeStageSecretRef", "nodeExpandSecretRef"])
                    Add(spec.FindString("csi", reference, "namespace"), spec.FindString("csi", reference, "name"));
            }

            return new Volume(claimNamespace, document.FindString("spec", "claimRef", "name") ?? "", secrets);

            void Add(string? @namespace, string? name)
            {
                if (!string.IsNullOrEmpty(name))
                    secrets.Add((@namespace ?? "", name));
            }
        }
    }

    private sealed class Observer(Action<string, string, JsonObject> set, Action<string, string> remove) : IObjectObserver
    {
        public void OnSet(string @namespace, string name, JsonObject document) => set(@namespace, name, document);

        public void OnDeleted(string @namespace, string name) => remove(@namespace, name);

        public void OnSynced()
        {
        }
    }
}
