namespace KubeSharp.Models;

/// <summary>An API object whose resource is known statically.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IKubernetesObject<TSelf> : IKubernetesObject, IJsonModel<TSelf>
    where TSelf : class, IKubernetesObject<TSelf>
{
    /// <summary>Where the API serves objects of this kind.</summary>
    static abstract ResourceInfo Resource { get; }
}
