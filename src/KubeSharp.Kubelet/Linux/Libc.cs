using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Linux;

/// <summary>The few system calls that .NET has no face for. Each returns -1 on failure and sets errno.</summary>
internal static partial class Libc
{
    public const int CloneNewNet = 0x40000000;
    public const int MountReadOnly = 1;
    public const int MountNoSuid = 2;
    public const int MountNoDev = 4;
    public const int MountNoExec = 8;
    public const int MountRemount = 32;
    public const int MountBind = 4096;
    public const int MountRecursive = 16384;
    public const int MountShared = 1 << 20;
    public const int UnmountDetach = 2;
    public const int UnmountNoFollow = 8;
    public const short PollIn = 1;
    public const int OpenReadOnly = 0;
    public const int OpenPath = 0x200000;
    public const int OpenCloseOnExec = 0x80000;
    public const int OpenNoFollow = 0x20000;
    public const int OpenDirectory = 0x10000;

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? fileSystem, nuint flags, string? data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    /// <summary>Replaces what is at <paramref name="to"/> in one step; of a symbolic link it moves the link, which File.Move cannot.</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(int fileDescriptor, int kind);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int directory, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fileDescriptor);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int StatFileSystem(string path, long* buffer);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial int PidFdOpen(long number, int process, uint flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMilliseconds);

    /// <summary>The message of the last failed call, as the C library words it.</summary>
    public static string LastError => Marshal.GetLastPInvokeErrorMessage();

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        public int FileDescriptor;
        public short Events;
        public short Returned;
    }
}
