using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>What to do about the number of pods: make some, or delete these, or nothing.</summary>
internal sealed record ReplicaPlan(int Create, IReadOnlyList<Pod> Delete)
{
    public static ReplicaPlan Nothing { get; } = new(0, []);
}
