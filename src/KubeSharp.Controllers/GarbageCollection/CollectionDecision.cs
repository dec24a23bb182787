using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>What to do with an object, given what became of its owners.</summary>
internal abstract record CollectionAction
{
    /// <summary>It stays as it is.</summary>
    public sealed record Keep : CollectionAction;

    /// <summary>It stays, because of other owners, but loses these references.</summary>
    public sealed record Unlink(IReadOnlyList<string> OwnerUids) : CollectionAction;

    /// <summary>It goes.</summary>
    /// <param name="Policy">The propagation policy.</param>
    /// <param name="Unblock">First let go of its owners' deletion, which would otherwise wait for itself in a circle.</param>
    public sealed record Delete(string Policy, bool Unblock) : CollectionAction;
}

/// <summary>The rules of garbage collection: https://kubernetes.io/docs/concepts/architecture/garbage-collection/.</summary>
internal static class CollectionDecision
{
    /// <param name="item">The object, live.</param>
    /// <param name="view">The object in the graph.</param>
    /// <param name="stateOf">What became of each owner.</param>
    public static CollectionAction Decide(ObjectMeta item, GraphView view, Func<OwnerReference, OwnerState> stateOf)
    {
        if (item.OwnerReferences is not { Count: > 0 } owners) return new CollectionAction.Keep();
        bool present = false;
        bool waiting = false;
        var leaving = new List<string>();
        foreach (OwnerReference owner in owners)
        {
            switch (stateOf(owner))
            {
                case OwnerState.Present:
                    present = true;
                    break;
                case OwnerState.WaitsForDependents:
                    waiting = true;
                    leaving.Add(owner.Uid);
                    break;
                default:
                    leaving.Add(owner.Uid);
                    break;
            }
        }

        if (present) return leaving.Count == 0 ? new CollectionAction.Keep() : new CollectionAction.Unlink(leaving);
        if (waiting && view.Dependents.Count > 0)
        {
            bool circle = false;
            foreach (GraphDependent dependent in view.Dependents) circle |= dependent.WaitsForDependents;
            return new CollectionAction.Delete("Foreground", circle);
        }

        string policy = item.Finalizers?.Contains(GraphNode.Orphan) == true ? "Orphan"
            : item.Finalizers?.Contains(GraphNode.Foreground) == true ? "Foreground" : "Background";
        return new CollectionAction.Delete(policy, Unblock: false);
    }
}
