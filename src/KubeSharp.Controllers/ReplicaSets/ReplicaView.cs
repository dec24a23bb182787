using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>What a ReplicaSet and a ReplicationController have in common.</summary>
/// <param name="Object">The object itself.</param>
/// <param name="Replicas">How many pods it wants.</param>
/// <param name="MinReadySeconds">How long a pod must be ready to count as available.</param>
/// <param name="Selector">Its pods.</param>
/// <param name="Template">What to make; null makes nothing.</param>
/// <param name="Status">Its status as last written.</param>
internal sealed record ReplicaView(
    IKubernetesObject Object, int Replicas, int MinReadySeconds, LabelQuery Selector, PodTemplateSpec? Template, ReplicaStatus Status);

/// <summary>The status of either kind.</summary>
internal sealed record ReplicaStatus(
    int Replicas, int FullyLabeled, int Ready, int Available, int Terminating, long ObservedGeneration, ReplicaFailure? Failure);

/// <summary>The ReplicaFailure condition: pods cannot be created or deleted.</summary>
internal sealed record ReplicaFailure(string Reason, string Message, Time Since);
