using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Models;

/// <summary>A list of API objects as the API answers it.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TItem">The kind of its items.</typeparam>
public interface IKubernetesList<TSelf, TItem> : IJsonModel<TSelf>
    where TSelf : class, IKubernetesList<TSelf, TItem>
{
    /// <summary>The list's metadata: resource version and continuation.</summary>
    ListMeta Metadata { get; set; }

    /// <summary>The items; never null.</summary>
    List<TItem> Items { get; set; }
}
