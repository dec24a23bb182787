using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>Names of types, tags and operations.</summary>
internal static class OpenApiNames
{
    public const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    /// <summary>"rbacAuthorization" of "rbac.authorization.k8s.io"; "core" of the core group.</summary>
    public static string GroupTag(string group)
    {
        if (group.Length == 0)
            return "core";
        var name = Camel(group);
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>"RbacAuthorization" of "rbac.authorization.k8s.io".</summary>
    public static string GroupPart(string group) => group.Length == 0 ? "Core" : Camel(group);

    public static string VersionTag(GroupVersionDefinition version) => $"{GroupTag(version.Group)}_{version.Version}";

    public static string Prefix(GroupVersionDefinition version) => GroupPart(version.Group) + Title(version.Version);

    public static string Title(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>The OpenAPI name of a kind; custom kinds are named by their reversed group.</summary>
    public static string TypeOf(ResourceDefinition resource) => resource.Schema.Name ?? CustomType(resource.Group, resource.Version, resource.Kind);

    public static string ListTypeOf(ResourceDefinition resource) => resource.Schema.Name is null
        ? CustomType(resource.Group, resource.Version, resource.ListKind)
        : TypeOfKind(resource.Group, resource.Version, resource.ListKind);

    public static string TypeOfKind(string group, string version, string kind) =>
        SchemaRegistry.Kubernetes.FindKind(group, version, kind)?.Name ?? CustomType(group, version, kind);

    public static string CustomType(string group, string version, string kind)
    {
        var parts = group.Split('.');
        Array.Reverse(parts);
        return $"{string.Join('.', parts)}.{version}.{kind}";
    }

    private static string Camel(string group)
    {
        if (group.EndsWith(".k8s.io", StringComparison.Ordinal))
            group = group[..^".k8s.io".Length];
        return string.Concat(group.Split('.', '-').Select(Title));
    }
}
