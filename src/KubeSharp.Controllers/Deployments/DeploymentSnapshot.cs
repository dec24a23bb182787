using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Everything a decision about a Deployment needs.</summary>
/// <param name="Deployment">The Deployment.</param>
/// <param name="ReplicaSets">Those that belong to it.</param>
/// <param name="Pods">The pods of each ReplicaSet by its uid; needed by the Recreate strategy only.</param>
internal sealed record DeploymentSnapshot(
    Deployment Deployment, IReadOnlyList<ReplicaSet> ReplicaSets, IReadOnlyDictionary<string, IReadOnlyList<Pod>> Pods);
