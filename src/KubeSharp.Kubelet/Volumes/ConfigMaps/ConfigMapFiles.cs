using System.Text;
using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.ConfigMaps;

/// <summary>The files that a ConfigMap becomes. Pure.</summary>
internal static class ConfigMapFiles
{
    /// <param name="name">The name that the volume gives.</param>
    /// <param name="configMap">The object, or null when there is none.</param>
    /// <param name="items">The keys to take and their paths; all keys under their own names when null or empty.</param>
    /// <param name="optional">True when a missing object or key is no fault.</param>
    /// <param name="defaultMode">Permission bits of files without bits of their own.</param>
    /// <exception cref="VolumeException">The object or a key is missing and not optional.</exception>
    public static Dictionary<string, FileEntry> From(string name, ConfigMap? configMap, List<KeyToPath>? items, bool optional, int defaultMode)
    {
        Dictionary<string, ReadOnlyMemory<byte>> data = [];
        if (configMap is null && !optional)
            throw new VolumeException($"configmap \"{name}\" not found");
        foreach (var (key, text) in configMap?.Data ?? [])
            data[key] = Encoding.UTF8.GetBytes(text);
        foreach (var (key, bytes) in configMap?.BinaryData ?? [])
            data[key] = bytes;
        return KeysToFiles.Project(data, items, optional, defaultMode, missing: key => $"configmap references non-existent config key: {key}");
    }
}
