using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>Turns the keys of a ConfigMap or Secret into files. Pure.</summary>
internal static class KeysToFiles
{
    public static Dictionary<string, FileEntry> Project(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> data, List<KeyToPath>? items, bool optional, int defaultMode, Func<string, string> missing)
    {
        if (items is not { Count: > 0 })
            return data.ToDictionary(p => p.Key, p => new FileEntry(p.Value, defaultMode));
        Dictionary<string, FileEntry> files = [];
        foreach (var item in items)
        {
            if (data.TryGetValue(item.Key, out var bytes))
                files[item.Path] = new FileEntry(bytes, item.Mode ?? defaultMode);
            else if (!optional)
                throw new VolumeException(missing(item.Key));
        }

        return files;
    }
}
