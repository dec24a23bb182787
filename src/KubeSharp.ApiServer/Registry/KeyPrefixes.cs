using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Where upstream keeps each resource in etcd, so that both could read the same store.</summary>
public static class KeyPrefixes
{
    /// <summary>What all keys start with.</summary>
    public const string Root = "/registry/";

    /// <summary>What the keys of a resource start with.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="custom">Whether it is defined by a CustomResourceDefinition.</param>
    public static string For(GroupResource resource, bool custom) => Root + Folder(resource, custom) + "/";

    /// <summary>What the keys of a built-in resource start with; null if there is none of this name that is stored under it.</summary>
    /// <remarks>Events of events.k8s.io are stored as those of the core group.</remarks>
    public static string? ForBuiltIn(GroupResource resource) =>
        resource.Group != "events.k8s.io" && SchemaRegistry.Kubernetes.Versions.Any(version => version.Resources.Any(one => one.Group == resource.Group && one.Plural == resource.Resource))
            ? For(resource, custom: false)
            : null;

    private static string Folder(GroupResource resource, bool custom) => (resource.Group, resource.Resource) switch
    {
        _ when custom => $"{resource.Group}/{resource.Resource}",
        ("", "services") => "services/specs",
        ("", "endpoints") => "services/endpoints",
        ("", "nodes") => "minions",
        ("", "replicationcontrollers") => "controllers",
        ("networking.k8s.io", "ingresses") => "ingress",
        ("apiextensions.k8s.io" or "apiregistration.k8s.io", _) => $"{resource.Group}/{resource.Resource}",
        _ => resource.Resource,
    };
}
