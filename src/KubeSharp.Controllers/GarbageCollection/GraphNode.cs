using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>An object in the ownership graph. Guarded by the graph's lock.</summary>
internal sealed class GraphNode(string uid)
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";

    public string Uid { get; } = uid;

    /// <summary>The resource it was seen in; null while it is known only from references to it.</summary>
    public ResourceInfo? Resource { get; set; }

    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";

    public List<OwnerReference> Owners { get; set; } = [];

    public HashSet<GraphNode> Dependents { get; } = [];

    public bool IsBeingDeleted { get; set; }

    /// <summary>Deleted in the foreground: it stays until those of its dependents that block it are gone.</summary>
    public bool WaitsForDependents { get; set; }

    /// <summary>Deleted with its dependents to be let go first.</summary>
    public bool Orphans { get; set; }

    /// <summary>Nobody saw it yet: it may not exist.</summary>
    public bool IsVirtual => Resource is null;

    /// <summary>True when this object keeps an owner that is deleted in the foreground from going.</summary>
    public bool Blocks(string ownerUid)
    {
        foreach (OwnerReference owner in Owners)
            if (owner.Uid == ownerUid) return owner.BlockOwnerDeletion == true;
        return false;
    }
}
