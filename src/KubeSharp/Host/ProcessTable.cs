using System.Runtime.InteropServices;
using System.Text;

namespace KubeSharp.Host;

/// <summary>Looks at and signals processes of this machine by way of /proc.</summary>
internal static partial class ProcessTable
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    private const int NoSuchProcess = 3;

    /// <summary>The arguments of a process joined by spaces; null when there is no such process (or it is a zombie).</summary>
    public static string? CommandLine(int pid)
    {
        try
        {
            var bytes = File.ReadAllBytes($"/proc/{pid}/cmdline");
            return bytes.Length == 0 ? null : Encoding.UTF8.GetString(bytes).Replace('\0', ' ').TrimEnd();
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Every process whose command line satisfies <paramref name="matches"/>.</summary>
    public static List<int> Find(Func<string, bool> matches)
    {
        List<int> found = [];
        foreach (var dir in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(dir), out var pid) && pid != Environment.ProcessId && CommandLine(pid) is { } line && matches(line))
                found.Add(pid);
        }

        return found;
    }

    /// <summary>Sends a signal; false when the process is already gone.</summary>
    public static bool Signal(int pid, int signal)
    {
        if (Kill(pid, signal) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess
            ? false
            : throw new IOException($"process {pid} could not be signalled: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Asks the processes to end, and ends those that have not after <paramref name="grace"/>.</summary>
    public static async Task TerminateAsync(IReadOnlyCollection<int> pids, TimeSpan grace, CancellationToken cancellationToken)
    {
        foreach (var pid in pids)
            Signal(pid, SigTerm);
        if (await WaitForEndAsync(pids, grace, cancellationToken))
            return;
        foreach (var pid in pids)
            Signal(pid, SigKill);
        await WaitForEndAsync(pids, TimeSpan.FromSeconds(10), cancellationToken);
    }

    private static async Task<bool> WaitForEndAsync(IReadOnlyCollection<int> pids, TimeSpan limit, CancellationToken cancellationToken)
    {
        // /proc offers no event for the end of a process that is not a child; a short interval costs nothing here.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var waited = TimeSpan.Zero; waited < limit; waited += timer.Period)
        {
            if (pids.All(p => CommandLine(p) is null))
                return true;
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return pids.All(p => CommandLine(p) is null);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
