using KubeSharp.Models;

namespace KubeSharp.Controllers;

/// <summary>An object of the graph and those that it owns, at one moment.</summary>
internal sealed record GraphView(
    string Uid,
    ResourceInfo? Resource,
    string ApiVersion,
    string Kind,
    string Namespace,
    string Name,
    bool IsBeingDeleted,
    bool WaitsForDependents,
    bool Orphans,
    IReadOnlyList<GraphDependent> Dependents);

/// <summary>An object that another owns.</summary>
internal sealed record GraphDependent(
    string Uid, ResourceInfo? Resource, string Namespace, string Name, bool IsBeingDeleted, bool WaitsForDependents, bool Blocks);
