namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>The folders that volumes lie in.</summary>
internal static class VolumeFolder
{
    // Containers run as any user; what guards a volume's content is the pod's own folder above it.
    private const UnixFileMode Open = (UnixFileMode)0b111_111_111;

    /// <summary>Creates a folder that every user of the pod may enter and, unless the files forbid it, change.</summary>
    public static void Ensure(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Open);
    }

    /// <summary>The same on a tmpfs, so that secrets never reach a disk.</summary>
    public static void EnsureInMemory(string folder, long? sizeBytes = null)
    {
        Ensure(folder);
        if (MountPoints.IsMountPoint(folder))
            return;
        MountPoints.MountTmpfs(folder, sizeBytes);
        File.SetUnixFileMode(folder, Open);
    }

    /// <summary>Unmounts and deletes.</summary>
    public static void Remove(string folder)
    {
        MountPoints.UnmountBelow(folder);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
