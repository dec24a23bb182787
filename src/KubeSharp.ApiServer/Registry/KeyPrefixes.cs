using KubeSharp.ApiMachinery;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Where upstream keeps each resource in etcd, so that both could read the same store.</summary>
internal static class KeyPrefixes
{
    public const string Root = "/registry/";

    public static string For(GroupResource resource, bool custom) => Root + Folder(resource, custom) + "/";

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
