using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>What to do about a StatefulSet.</summary>
internal sealed record StatefulSetPlan
{
    /// <summary>Ordinals to create, and whether of the update revision.</summary>
    public List<(int Ordinal, bool Updated)> Create { get; } = [];

    public List<Pod> Delete { get; } = [];

    /// <summary>Ordinals whose claims must exist.</summary>
    public List<int> Claims { get; } = [];

    public required StatefulSetStatus Status { get; set; }

    public TimeSpan? After { get; set; }
}
