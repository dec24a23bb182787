using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Who owns whom, over every resource of the cluster. Fed by informers; says which objects need a look. An owner that is only known from
/// references is in it as a virtual node, to be looked up: it may have gone before anybody watched. Thread-safe.
/// </summary>
internal sealed class OwnershipGraph(Action<string> delete, Action<string> orphan)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, GraphNode> nodes = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (gate) return nodes.Count;
        }
    }

    /// <summary>An object is there or changed.</summary>
    public void Observe(ResourceInfo resource, ObjectMeta metadata)
    {
        if (metadata.Uid is not { Length: > 0 } uid) return;
        lock (gate)
        {
            if (!nodes.TryGetValue(uid, out GraphNode? node)) nodes.Add(uid, node = new GraphNode(uid));
            node.Resource = resource;
            node.ApiVersion = resource.ApiVersion;
            node.Kind = resource.Kind;
            node.Namespace = metadata.Namespace ?? "";
            node.Name = metadata.Name ?? "";
            SetOwners(node, metadata.OwnerReferences ?? []);
            SetDeletion(node, metadata);
        }
    }

    /// <summary>An object is gone.</summary>
    public void Remove(string uid)
    {
        lock (gate)
        {
            if (!nodes.Remove(uid, out GraphNode? node)) return;
            foreach (OwnerReference reference in node.Owners)
            {
                if (!nodes.TryGetValue(reference.Uid, out GraphNode? owner)) continue;
                owner.Dependents.Remove(node);
                if (owner.WaitsForDependents) delete(owner.Uid);
                if (owner.IsVirtual && owner.Dependents.Count == 0) nodes.Remove(owner.Uid);
            }

            foreach (GraphNode dependent in node.Dependents) delete(dependent.Uid);

            // Its dependents still refer to it. Should one outlive it, the reference must keep leading somewhere.
            if (node.Dependents.Count > 0)
            {
                var ghost = new GraphNode(uid) { ApiVersion = node.ApiVersion, Kind = node.Kind, Namespace = node.Namespace, Name = node.Name };
                foreach (GraphNode dependent in node.Dependents) ghost.Dependents.Add(dependent);
                nodes.Add(uid, ghost);
            }
        }
    }

    /// <summary>A virtual owner was looked up and is not there: whoever refers to it needs a look.</summary>
    public void ReportAbsent(string uid)
    {
        lock (gate)
        {
            if (!nodes.TryGetValue(uid, out GraphNode? node) || !node.IsVirtual) return;
            foreach (GraphNode dependent in node.Dependents) delete(dependent.Uid);
        }
    }

    /// <summary>What there is to know about an object, as it is now; null when it is not in the graph.</summary>
    public GraphView? View(string uid)
    {
        lock (gate)
        {
            if (!nodes.TryGetValue(uid, out GraphNode? node)) return null;
            var dependents = new List<GraphDependent>(node.Dependents.Count);
            foreach (GraphNode d in node.Dependents)
                dependents.Add(new GraphDependent(d.Uid, d.Resource, d.Namespace, d.Name, d.IsBeingDeleted, d.WaitsForDependents, d.Blocks(uid)));
            return new GraphView(
                uid, node.Resource, node.ApiVersion, node.Kind, node.Namespace, node.Name, node.IsBeingDeleted, node.WaitsForDependents, node.Orphans, dependents);
        }
    }

    /// <summary>Every object of a resource that is no longer watched.</summary>
    public List<string> Of(ResourceInfo resource)
    {
        lock (gate)
        {
            var result = new List<string>();
            foreach (GraphNode node in nodes.Values)
                if (node.Resource == resource) result.Add(node.Uid);
            return result;
        }
    }

    private void SetOwners(GraphNode node, List<OwnerReference> owners)
    {
        foreach (OwnerReference old in node.Owners)
        {
            OwnerReference? now = owners.Find(o => o.Uid == old.Uid);
            if (!nodes.TryGetValue(old.Uid, out GraphNode? owner)) continue;
            if (now is null)
            {
                owner.Dependents.Remove(node);
                if (owner.IsVirtual && owner.Dependents.Count == 0) nodes.Remove(owner.Uid);
            }

            // An owner in the foreground may wait for nothing but this.
            if (owner.WaitsForDependents && old.BlockOwnerDeletion == true && now?.BlockOwnerDeletion != true) delete(owner.Uid);
        }

        bool added = false;
        foreach (OwnerReference reference in owners)
        {
            if (!nodes.TryGetValue(reference.Uid, out GraphNode? owner))
            {
                owner = new GraphNode(reference.Uid) { ApiVersion = reference.ApiVersion, Kind = reference.Kind, Namespace = node.Namespace, Name = reference.Name };
                nodes.Add(reference.Uid, owner);
                delete(reference.Uid);
            }
            else if (owner.IsVirtual && !owner.Dependents.Contains(node))
            {
                delete(reference.Uid);
            }

            added |= owner.Dependents.Add(node) && owner.IsBeingDeleted;
        }

        node.Owners = owners;
        if (added) delete(node.Uid);
    }

    private void SetDeletion(GraphNode node, ObjectMeta metadata)
    {
        bool deleted = metadata.DeletionTimestamp is not null;
        bool foreground = deleted && metadata.Finalizers?.Contains(GraphNode.Foreground) == true;
        bool orphans = deleted && metadata.Finalizers?.Contains(GraphNode.Orphan) == true;
        node.IsBeingDeleted = deleted;
        if (foreground && !node.WaitsForDependents)
        {
            foreach (GraphNode dependent in node.Dependents) delete(dependent.Uid);
            delete(node.Uid);
        }

        if (orphans && !node.Orphans) orphan(node.Uid);
        node.WaitsForDependents = foreground;
        node.Orphans = orphans;
    }
}
