namespace KubeSharp.Cli;

/// <summary>Recognises "no space left on device" in what .NET throws for it.</summary>
internal static class DiskSpace
{
    // ENOSPC and EDQUOT arrive as HResult of the IOException on Linux.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    public static bool IsDiskFull(IOException error) => (error.HResult & 0xFFFF) is NoSpace or QuotaExceeded;
}
