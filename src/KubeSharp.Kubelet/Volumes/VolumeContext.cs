using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>What a volume plugin is given for one volume of one pod.</summary>
internal sealed record VolumeContext
{
    public required Pod Pod { get; init; }

    public required Volume Volume { get; init; }

    /// <summary>The folder that is this volume's on the node, for plugins that need one. It may not exist yet.</summary>
    public required string Folder { get; init; }

    public required IPodObjects Objects { get; init; }

    /// <summary>What the node can give, for downward API values without a limit of their own.</summary>
    public required IReadOnlyDictionary<string, Quantity> Allocatable { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The group that owns the files, or null.</summary>
    public long? FsGroup => Pod.Spec.SecurityContext?.FsGroup;
}
