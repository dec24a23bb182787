namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>A binding that every cluster has.</summary>
/// <param name="Name">The name.</param>
/// <param name="RoleName">The role it refers to: a cluster role, or a role of the same namespace.</param>
/// <param name="Subjects">Who gets it.</param>
internal sealed record BootstrapBinding(string Name, string RoleName, params RbacSubject[] Subjects)
{
    /// <summary>The namespace of a role binding, which then refers to a role there; null for a cluster role binding.</summary>
    public string? Namespace { get; init; }
}
