using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.EmptyDir;

/// <summary>A folder that lives as long as its pod, on disk or in memory (https://kubernetes.io/docs/concepts/storage/volumes/#emptydir).</summary>
internal sealed class EmptyDirPlugin : IVolumePlugin
{
    public string Name => "kubernetes.io~empty-dir";

    public bool Handles(Volume volume) => volume.EmptyDir is not null;

    public ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken)
    {
        var source = context.Volume.EmptyDir!;
        var isNew = !Directory.Exists(context.Folder);
        if (source.Medium == "Memory")
            VolumeFolder.EnsureInMemory(context.Folder, SizeLimit(context));
        else
            VolumeFolder.Ensure(context.Folder);
        if (isNew && context.FsGroup is { } group)
            FileOwnership.GiveTree(context.Folder, group, onRootMismatch: false);
        return ValueTask.FromResult(context.Folder);
    }

    public void TearDown(string folder) => VolumeFolder.Remove(folder);

    // In memory the smaller of the volume's limit and all that the pod's containers may use together.
    private static long? SizeLimit(VolumeContext context)
    {
        var own = context.Volume.EmptyDir!.SizeLimit is { Sign: > 0 } limit ? limit.Value : (long?)null;
        long total = 0;
        foreach (var container in context.Pod.Spec.Containers)
        {
            if (container.Resources.Limits is not { } limits || !limits.TryGetValue("memory", out var memory))
                return own;
            total += memory.Value;
        }

        return own is { } size ? Math.Min(size, total) : total;
    }
}
