using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>Reads one variable from a file of NAME='value' lines in a volume (fileKeyRef).</summary>
internal static class EnvironmentFile
{
    public static async Task<string?> ReadAsync(
        FileKeySelector selector, string variable, IReadOnlyDictionary<string, string> volumes, CancellationToken cancellationToken)
    {
        if (!volumes.TryGetValue(selector.VolumeName, out var root))
        {
            throw new ContainerConfigException($"cannot find the volume \"{selector.VolumeName}\" referenced by environment variable {variable}");
        }

        var path = Path.GetFullPath(Path.Combine(root, selector.Path));
        if (!path.StartsWith(root + "/", StringComparison.Ordinal) || !File.Exists(path))
        {
            return selector.Optional == true ? null
                : throw new ContainerConfigException($"couldn't find file {selector.Path} in volume {selector.VolumeName}");
        }

        string? found = null;
        foreach (var line in await File.ReadAllLinesAsync(path, cancellationToken))
        {
            var text = line.Trim();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (text.StartsWith('#') || equals <= 0 || text[..equals].Trim() != selector.Key)
            {
                continue;
            }

            var value = text[(equals + 1)..].Trim();
            found = value.Length >= 2 && value[0] is '\'' or '"' && value[^1] == value[0] ? value[1..^1] : value;
        }

        return found ?? (selector.Optional == true ? null
            : throw new ContainerConfigException($"environment variable key {selector.Key} not found in file {selector.Path}"));
    }
}
