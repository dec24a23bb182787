using KubeSharp.Models;

namespace KubeSharp.Client;

/// <summary>Which object of a kind: what work queues hold.</summary>
/// <param name="Namespace">Its namespace; empty for a kind without namespaces.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(IKubernetesObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new ObjectKey(item.Metadata.Namespace ?? "", item.Metadata.Name ?? "");
    }

    /// <summary><c>namespace/name</c>, or <c>name</c>.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : Namespace + "/" + Name;
}
