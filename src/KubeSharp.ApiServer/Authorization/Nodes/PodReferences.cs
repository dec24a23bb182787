using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authorization.Nodes;

/// <summary>What a pod makes its node need: the names of everything it refers to, in its own namespace.</summary>
internal sealed record PodReferences
{
    public required string Node { get; init; }

    public required string ServiceAccount { get; init; }

    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ConfigMaps { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Claims { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ResourceClaims { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a pod; null if it is on no node, or needs nothing any more.</summary>
    public static PodReferences? From(JsonObject pod)
    {
        if (pod.GetObject("spec") is not { } spec || spec.GetString("nodeName") is not { Length: > 0 } node)
            return null;
        var name = pod.FindString("metadata", "name") ?? "";

        // A mirror pod stands for a file on the node; it must not open anything in the API to that node.
        if (pod.FindString("metadata", "annotations", "kubernetes.io/config.mirror") is not null)
            return new PodReferences { Node = node, ServiceAccount = "" };
        var references = new PodReferences { Node = node, ServiceAccount = spec.GetString("serviceAccountName") ?? "" };
        foreach (var secret in Items(spec, "imagePullSecrets"))
            Add(references.Secrets, secret.GetString("name"));
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers", "ephemeralContainers"])
        {
            foreach (var container in Items(spec, list))
                references.AddContainer(container);
        }

        foreach (var volume in Items(spec, "volumes"))
            references.AddVolume(name, volume);
        references.AddResourceClaims(pod, spec);
        return references;
    }

    private static IEnumerable<JsonObject> Items(JsonObject parent, string name) => parent.GetArray(name)?.OfType<JsonObject>() ?? [];

    private static void Add(HashSet<string> names, string? name)
    {
        if (!string.IsNullOrEmpty(name))
            names.Add(name);
    }

    private void AddContainer(JsonObject container)
    {
        foreach (var source in Items(container, "envFrom"))
        {
            Add(Secrets, source.FindString("secretRef", "name"));
            Add(ConfigMaps, source.FindString("configMapRef", "name"));
        }

        foreach (var variable in Items(container, "env"))
        {
            Add(Secrets, variable.FindString("valueFrom", "secretKeyRef", "name"));
            Add(ConfigMaps, variable.FindString("valueFrom", "configMapKeyRef", "name"));
        }
    }

    private void AddVolume(string pod, JsonObject volume)
    {
        Add(Secrets, volume.FindString("secret", "secretName"));
        Add(ConfigMaps, volume.FindString("configMap", "name"));
        Add(Claims, volume.FindString("persistentVolumeClaim", "claimName"));
        if (volume.GetObject("ephemeral") is not null)
            Add(Claims, $"{pod}-{volume.GetString("name")}");
        foreach (var source in volume.GetObject("projected") is { } projected ? Items(projected, "sources") : [])
        {
            Add(Secrets, source.FindString("secret", "name"));
            Add(ConfigMaps, source.FindString("configMap", "name"));
        }

        Add(Secrets, volume.FindString("azureFile", "secretName"));
        foreach (var kind in (ReadOnlySpan<string>)["cephfs", "rbd", "flexVolume", "scaleIO", "iscsi", "storageos"])
            Add(Secrets, volume.FindString(kind, "secretRef", "name"));
        Add(Secrets, volume.FindString("csi", "nodePublishSecretRef", "name"));
    }

    private void AddResourceClaims(JsonObject pod, JsonObject spec)
    {
        foreach (var claim in Items(spec, "resourceClaims"))
            Add(ResourceClaims, claim.GetString("resourceClaimName"));
        if (pod.GetObject("status") is not { } status)
            return;
        foreach (var made in Items(status, "resourceClaimStatuses"))
            Add(ResourceClaims, made.GetString("resourceClaimName"));
        Add(ResourceClaims, status.FindString("extendedResourceClaimStatus", "resourceClaimName"));
    }
}
