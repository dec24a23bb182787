using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Which of the candidates belong to an owner, which it should adopt, and which it should let go.</summary>
internal sealed record Claim<T>(List<T> Owned, List<T> Adopt, List<T> Release)
    where T : class, IKubernetesObject
{
    /// <summary>
    /// An object belongs to the owner that its controller reference names, as long as the owner's selector matches. A matching object
    /// without a controller is adopted, a controlled one that no longer matches is released, and whatever is being deleted stays as it is.
    /// </summary>
    public static Claim<T> Decide(IKubernetesObject owner, LabelQuery selector, IEnumerable<T> candidates)
    {
        var claim = new Claim<T>([], [], []);
        bool ownerGoes = owner.Metadata.DeletionTimestamp is not null;
        foreach (T item in candidates)
        {
            if (item.Metadata.Namespace != owner.Metadata.Namespace) continue;
            OwnerReference? controller = Owners.Controller(item);
            bool matches = selector.Matches(item.Metadata.Labels);
            if (controller is not null)
            {
                if (controller.Uid != owner.Metadata.Uid) continue;
                if (matches) claim.Owned.Add(item);
                else if (!ownerGoes) claim.Release.Add(item);
            }
            else if (matches && !ownerGoes && item.Metadata.DeletionTimestamp is null)
            {
                claim.Adopt.Add(item);
            }
        }

        return claim;
    }
}
