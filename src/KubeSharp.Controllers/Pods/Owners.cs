using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Owner references. Rules: https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/.</summary>
internal static class Owners
{
    /// <summary>The one reference that is marked as the controller, or null.</summary>
    public static OwnerReference? Controller(IKubernetesObject item)
    {
        foreach (OwnerReference owner in item.Metadata.OwnerReferences ?? [])
            if (owner.Controller == true) return owner;
        return null;
    }

    /// <summary>A reference that makes <paramref name="owner"/> the controller of what carries it.</summary>
    public static OwnerReference ControllerReference<T>(T owner)
        where T : class, IKubernetesObject<T> => new()
        {
            ApiVersion = T.Resource.ApiVersion,
            Kind = T.Resource.Kind,
            Name = owner.Metadata.Name ?? "",
            Uid = owner.Metadata.Uid ?? "",
            Controller = true,
            BlockOwnerDeletion = true,
        };

    public static bool IsControlledBy(IKubernetesObject item, IKubernetesObject owner) => Controller(item)?.Uid == owner.Metadata.Uid;
}
