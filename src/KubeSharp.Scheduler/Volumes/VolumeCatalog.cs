using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Storage.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Volumes;

/// <summary>
/// Persistent volumes, claims and classes as the API server has them, with our own decisions on top that it has not confirmed yet:
/// two pods scheduled one after the other must not be promised the same volume.
/// </summary>
internal sealed class VolumeCatalog
{
    private readonly Dictionary<string, PersistentVolume> volumes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersistentVolumeClaim> claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StorageClass> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CSINode> csiNodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeMatcher?> affinities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> promisedVolumes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> promisedNodes = new(StringComparer.Ordinal);

    /// <summary>Every volume.</summary>
    public Dictionary<string, PersistentVolume>.ValueCollection Volumes => volumes.Values;

    /// <summary>Learns of a volume.</summary>
    public void Set(PersistentVolume volume)
    {
        var name = volume.Metadata.Name ?? "";
        volumes[name] = volume;
        affinities[name] = volume.Spec.NodeAffinity?.Required is { } required ? NodeMatcher.From(required) : null;
        if (volume.Spec.ClaimRef is not null)
            promisedVolumes.Remove(name);
    }

    /// <summary>Forgets a volume.</summary>
    public void RemoveVolume(string name)
    {
        volumes.Remove(name);
        affinities.Remove(name);
    }

    /// <summary>Learns of a claim.</summary>
    public void Set(PersistentVolumeClaim claim)
    {
        var key = claim.Metadata.Namespace + "/" + claim.Metadata.Name;
        claims[key] = claim;
        if (claim.Metadata.Annotations?.ContainsKey(VolumeAnnotations.SelectedNode) == true)
            promisedNodes.Remove(key);
    }

    /// <summary>Forgets a claim.</summary>
    public void RemoveClaim(string key)
    {
        claims.Remove(key);
        promisedNodes.Remove(key);
    }

    /// <summary>Learns of a storage class.</summary>
    public void Set(StorageClass storageClass) => classes[storageClass.Metadata.Name ?? ""] = storageClass;

    /// <summary>Forgets a storage class.</summary>
    public void RemoveClass(string name) => classes.Remove(name);

    /// <summary>Learns of the CSI drivers of a node.</summary>
    public void Set(CSINode node) => csiNodes[node.Metadata.Name ?? ""] = node;

    /// <summary>Forgets the CSI drivers of a node.</summary>
    public void RemoveCsiNode(string name) => csiNodes.Remove(name);

    /// <summary>The volume, or null.</summary>
    public PersistentVolume? FindVolume(string name) => volumes.GetValueOrDefault(name);

    /// <summary>The claim by namespace/name, or null.</summary>
    public PersistentVolumeClaim? FindClaim(string key) => claims.GetValueOrDefault(key);

    /// <summary>The class, or null.</summary>
    public StorageClass? FindClass(string? name) => string.IsNullOrEmpty(name) ? null : classes.GetValueOrDefault(name);

    /// <summary>The CSI drivers of a node, or null.</summary>
    public CSINode? FindCsiNode(string name) => csiNodes.GetValueOrDefault(name);

    /// <summary>The claim that a volume is promised to by us, or null.</summary>
    public string? PromisedTo(string volumeName) => promisedVolumes.GetValueOrDefault(volumeName);

    /// <summary>The node that a claim is to be provisioned for, as the API has it or by our promise; null when open.</summary>
    public string? NodeOf(PersistentVolumeClaim claim)
    {
        var key = claim.Metadata.Namespace + "/" + claim.Metadata.Name;
        if (promisedNodes.TryGetValue(key, out var node))
            return node;
        return claim.Metadata.Annotations is { } annotations && annotations.TryGetValue(VolumeAnnotations.SelectedNode, out node) &&
            node.Length > 0 ? node : null;
    }

    /// <summary>True when the volume can be used on the node.</summary>
    public bool AllowsNode(PersistentVolume volume, NodeInfo node) =>
        affinities.GetValueOrDefault(volume.Metadata.Name ?? "") is not { } matcher || matcher.Matches(node.Name, node.Labels);

    /// <summary>Promises what a decision needs.</summary>
    public void Promise(VolumeDecision decision)
    {
        foreach (var (claim, volume) in decision.Bindings)
            promisedVolumes[volume] = claim;
        foreach (var claim in decision.Provisioned)
            promisedNodes[claim] = decision.NodeName;
    }

    /// <summary>Takes the promises of a decision back.</summary>
    public void Release(VolumeDecision decision)
    {
        foreach (var (claim, volume) in decision.Bindings)
        {
            if (promisedVolumes.GetValueOrDefault(volume) == claim)
                promisedVolumes.Remove(volume);
        }

        foreach (var claim in decision.Provisioned)
            promisedNodes.Remove(claim);
    }
}
