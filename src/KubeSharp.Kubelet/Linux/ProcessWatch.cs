using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Linux;

/// <summary>
/// Waits for the end of any process, child or not, without polling: a pidfd becomes readable when its process ends.
/// </summary>
internal static class ProcessWatch
{
    private const long PidFdOpenNumber = 434;
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>Completes when the process has ended, at once when there is none with this id.</summary>
    public static Task ExitAsync(int process)
    {
        var descriptor = Libc.PidFdOpen(PidFdOpenNumber, process, 0);
        if (descriptor < 0)
        {
            return Task.CompletedTask;
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            var poll = new Libc.PollDescriptor { FileDescriptor = descriptor, Events = Libc.PollIn };
            const int interrupted = 4;
            while (Libc.Poll(ref poll, 1, -1) < 0 && Marshal.GetLastPInvokeError() == interrupted)
            {
            }

            _ = Libc.Close(descriptor);
            done.SetResult();
        }, 64 * 1024)
        {
            IsBackground = true,
            Name = $"pidfd-{process}",
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>Sends SIGTERM and, when that was not enough within the time, SIGKILL; returns when the process has ended.</summary>
    public static async Task TerminateAsync(int process, TimeSpan patience, TimeProvider time)
    {
        var exit = ExitAsync(process);
        _ = Libc.Kill(process, SigTerm);
        try
        {
            await exit.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            _ = Libc.Kill(process, SigKill);
            await exit;
        }
    }
}
