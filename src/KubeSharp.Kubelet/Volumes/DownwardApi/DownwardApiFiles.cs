using System.Text;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Kubelet.Downward;
using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.DownwardApi;

/// <summary>The files that a pod's own fields become. Pure.</summary>
internal static class DownwardApiFiles
{
    /// <exception cref="VolumeException">A field or resource does not exist.</exception>
    public static Dictionary<string, FileEntry> From(
        Pod pod, List<DownwardAPIVolumeFile>? items, int defaultMode, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        Dictionary<string, FileEntry> files = [];
        foreach (var item in items ?? [])
        {
            var text = item.FieldRef is { } field
                ? PodFields.Read(pod, field.FieldPath) ?? throw new VolumeException($"unsupported fieldPath: {field.FieldPath}")
                : item.ResourceFieldRef is { } resource
                    ? ContainerResources.Read(pod, resource, ownContainer: null, allocatable)
                        ?? throw new VolumeException($"unsupported container resource: {resource.Resource} of \"{resource.ContainerName}\"")
                    : throw new VolumeException($"the item {item.Path} has neither fieldRef nor resourceFieldRef");
            files[item.Path] = new FileEntry(Encoding.UTF8.GetBytes(text), item.Mode ?? defaultMode);
        }

        return files;
    }
}
