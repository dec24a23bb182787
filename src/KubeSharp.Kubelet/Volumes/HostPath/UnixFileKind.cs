using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Volumes.HostPath;

/// <summary>Tells sockets and devices from files, which .NET does not.</summary>
internal static partial class UnixFileKind
{
    private const int CurrentFolder = -100;
    private const uint WantType = 1;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;

    public static UnixKind Of(string path)
    {
        Span<byte> stat = stackalloc byte[256];
        return StatX(CurrentFolder, path, 0, WantType, ref MemoryMarshal.GetReference(stat)) == 0
            ? (UnixKind)(MemoryMarshal.Read<ushort>(stat[ModeOffset..]) & TypeMask)
            : UnixKind.None;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte buffer);
}
