using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>How to delete: DeleteOptions, from the body or the query.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/</remarks>
internal sealed record DeleteRequest
{
    /// <summary>How many seconds the object may live on; 0 at once; null leaves it to the kind.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>The object must have this UID.</summary>
    public string? Uid { get; init; }

    /// <summary>The object must have this resourceVersion.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>What happens to dependents; null leaves it to the object's finalizers and the kind.</summary>
    public PropagationPolicy? Propagation { get; init; }
}
