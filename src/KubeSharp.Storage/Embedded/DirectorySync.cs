using System.Runtime.InteropServices;

namespace KubeSharp.Storage.Embedded;

/// <summary>Makes renames durable: the names in a folder are data of the folder, which .NET has no way to flush.</summary>
internal static partial class DirectorySync
{
    private const int CloseOnExec = 0x80000;

    /// <summary>Flushes the names in a folder to the disk.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Flush(string directory)
    {
        // The flag is Linux's.
        if (!OperatingSystem.IsLinux()) return;
        var descriptor = Open(directory, CloseOnExec);
        if (descriptor < 0) throw Fault(directory);
        try
        {
            if (Sync(descriptor) != 0) throw Fault(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Fault(string directory) => new($"{directory}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
