using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>What to do about a DaemonSet: the nodes to start a pod for, the pods to delete, the status to write.</summary>
internal sealed record DaemonSetPlan
{
    public List<string> Create { get; } = [];

    public List<Pod> Delete { get; } = [];

    /// <summary>Failed pods among <see cref="Delete"/>: they come back after a delay.</summary>
    public List<Pod> Failed { get; } = [];

    public DaemonSetStatus? Status { get; set; }

    public TimeSpan? After { get; set; }
}
