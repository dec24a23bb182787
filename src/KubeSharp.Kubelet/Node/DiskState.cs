using KubeSharp.Kubelet.Linux;

namespace KubeSharp.Kubelet.Node;

/// <summary>A file system.</summary>
/// <param name="Capacity">Bytes.</param>
/// <param name="Available">Bytes that can still be written.</param>
/// <param name="Inodes">Files that it can hold; 0 where it sets no limit.</param>
/// <param name="InodesFree">Files that can still be made.</param>
internal readonly record struct DiskState(long Capacity, long Available, long Inodes, long InodesFree)
{
    /// <summary>The file system that holds this path.</summary>
    public static unsafe DiskState Of(string path)
    {
        // struct statfs of 64-bit Linux: type, bsize, blocks, bfree, bavail, files, ffree, ... in longs.
        var buffer = stackalloc long[32];
        if (Libc.StatFileSystem(path, buffer) != 0)
        {
            return default;
        }

        var block = buffer[1];
        return new DiskState(buffer[2] * block, buffer[4] * block, buffer[5], buffer[6]);
    }
}
