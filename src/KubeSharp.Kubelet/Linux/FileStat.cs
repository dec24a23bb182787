using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Linux;

/// <summary>What the kernel says of a path (statx); .NET tells neither owner nor inode, nor sockets from files.</summary>
/// <param name="Group">The owning group.</param>
/// <param name="Kind">File, folder, socket, …</param>
/// <param name="Inode">Two paths with the same inode on the same file system are the same file.</param>
internal readonly partial record struct FileStat(uint Group, UnixKind Kind, ulong Inode)
{
    private const int CurrentFolder = -100;
    private const uint Wanted = 0x7FF;
    private const int TypeMask = 0xF000;

    // Offsets in struct statx of linux/stat.h.
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;

    /// <summary>Null when there is nothing at <paramref name="path"/>. Symbolic links are followed.</summary>
    public static FileStat? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        if (StatX(CurrentFolder, path, 0, Wanted, ref MemoryMarshal.GetReference(buffer)) != 0)
            return null;
        return new FileStat(
            MemoryMarshal.Read<uint>(buffer[GroupOffset..]),
            (UnixKind)(MemoryMarshal.Read<ushort>(buffer[ModeOffset..]) & TypeMask),
            MemoryMarshal.Read<ulong>(buffer[InodeOffset..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte buffer);
}
