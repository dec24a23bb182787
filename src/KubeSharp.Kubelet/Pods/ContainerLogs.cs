namespace KubeSharp.Kubelet.Pods;

/// <summary>The log files of one container: the current one and those it was rotated to.</summary>
internal static class ContainerLogs
{
    /// <summary>Deletes the file and its rotated predecessors.</summary>
    public static void Delete(string path)
    {
        var directory = Path.GetDirectoryName(path);
        if (directory is null || !Directory.Exists(directory))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(directory, Path.GetFileName(path) + "*"))
        {
            File.Delete(file);
        }
    }
}
