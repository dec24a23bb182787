namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>A role or cluster role that every cluster has.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rules">The rules; empty for an aggregated role.</param>
internal sealed record BootstrapRole(string Name, params RbacRule[] Rules)
{
    /// <summary>The namespace of a role; null for a cluster role.</summary>
    public string? Namespace { get; init; }

    /// <summary>Labels beside <c>kubernetes.io/bootstrapping</c>: the roles that take this one's rules.</summary>
    public string? AggregateTo { get; init; }

    /// <summary>Takes the rules of every cluster role with the label <c>rbac.authorization.k8s.io/aggregate-to-VALUE</c>.</summary>
    public string? AggregatedFrom { get; init; }
}
