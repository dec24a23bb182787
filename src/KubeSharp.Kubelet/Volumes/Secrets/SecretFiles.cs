using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.Secrets;

/// <summary>The files that a Secret becomes. Pure.</summary>
internal static class SecretFiles
{
    /// <inheritdoc cref="ConfigMaps.ConfigMapFiles.From"/>
    public static Dictionary<string, FileEntry> From(string name, Secret? secret, List<KeyToPath>? items, bool optional, int defaultMode)
    {
        if (secret is null && !optional)
            throw new VolumeException($"secret \"{name}\" not found");
        var data = (secret?.Data ?? []).ToDictionary(p => p.Key, p => (ReadOnlyMemory<byte>)p.Value);
        return KeysToFiles.Project(data, items, optional, defaultMode, missing: key => $"references non-existent secret key: {key}");
    }
}
