using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Linux;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Containerd;

/// <summary>
/// Keeps one containerd running: adopts the one that an earlier run of this program left, starts one otherwise, starts it again
/// when it dies. The daemon is in a session of its own, so that neither Ctrl-C nor a kill -9 of this program takes it along.
/// </summary>
public sealed class ContainerdSupervisor(ContainerdOptions options, ILoggerFactory loggers, TimeProvider time)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HealthyAfter = TimeSpan.FromMinutes(2);
    private const long LogFileLimit = 20 * 1024 * 1024;

    private readonly ILogger log = loggers.CreateLogger<ContainerdSupervisor>();
    private readonly ContainerdProcess process = new(options);

    /// <summary>The process id, or null when none runs.</summary>
    public int? ProcessId => process.Find();

    /// <summary>
    /// Brings containerd up and returns once it answers. A running one is kept unless it was started with other settings.
    /// </summary>
    /// <exception cref="ContainerdException">It cannot be started or does not answer in time; the message says why and where its log is.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var changed = WriteConfig();
        var running = process.Find();
        if (running is { } old && changed)
        {
            ContainerdLog.Reconfigured(log, old);
            await ProcessWatch.TerminateAsync(old, TimeSpan.FromSeconds(10), time);
            running = null;
        }

        if (running is { } adopted)
        {
            ContainerdLog.Adopted(log, adopted);
        }
        else
        {
            Launch();
        }

        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>
    /// Supervises until cancelled: whenever containerd ends it is started again, at once the first time and with growing
    /// pauses when it keeps dying. Cancelling leaves it running.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = FirstBackoff;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            if (process.Find() is { } id)
            {
                await ProcessWatch.ExitAsync(id).WaitAsync(cancellationToken);
                ContainerdLog.Died(log, id, options.LogFile);
            }

            if (time.GetElapsedTime(started) > HealthyAfter)
            {
                backoff = FirstBackoff;
            }

            try
            {
                await StartAsync(cancellationToken);
            }
            catch (ContainerdException e)
            {
                ContainerdLog.StartFailed(log, e.Message, backoff);
            }

            await Task.Delay(backoff, time, cancellationToken);
            backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, LastBackoff.Ticks));
        }
    }

    /// <summary>Ends containerd. Containers go on running under their shims until someone stops them.</summary>
    public async Task StopAsync()
    {
        if (process.Find() is { } id)
        {
            await ProcessWatch.TerminateAsync(id, TimeSpan.FromSeconds(15), time);
        }

        process.Forget();
    }

    private bool WriteConfig()
    {
        foreach (var directory in new[]
        {
            options.Root, options.State, Path.GetDirectoryName(options.Socket)!, Path.GetDirectoryName(options.ConfigFile)!,
            Path.GetDirectoryName(options.LogFile)!, options.CniConfigDirectory,
        })
        {
            Directory.CreateDirectory(directory);
        }

        var text = ContainerdConfig.Render(options);
        if (File.Exists(options.ConfigFile) && File.ReadAllText(options.ConfigFile) == text)
        {
            return false;
        }

        var fresh = options.ConfigFile + ".new";
        File.WriteAllText(fresh, text);
        File.Move(fresh, options.ConfigFile, overwrite: true);
        return true;
    }

    private void Launch()
    {
        var logFile = new FileInfo(options.LogFile);
        if (logFile.Exists && logFile.Length > LogFileLimit)
        {
            logFile.MoveTo(options.LogFile + ".1", overwrite: true);
        }

        var id = process.Launch();
        ContainerdLog.Started(log, id, options.Socket);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var runtime = new CriRuntime(options.Socket, TimeSpan.FromSeconds(5));
        var start = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(25);
        while (true)
        {
            try
            {
                var status = await runtime.StatusAsync(cancellationToken);
                var ready = status.Status.Conditions.FirstOrDefault(c => c.Type == "RuntimeReady");
                if (ready is { Status: true })
                {
                    return;
                }
            }
            catch (Grpc.Core.RpcException) when (!cancellationToken.IsCancellationRequested)
            {
                // Not there yet.
            }

            if (process.Find() is null)
            {
                throw new ContainerdException($"containerd ended right after its start; its last words: {LastWords()} (log: {options.LogFile})");
            }

            if (time.GetElapsedTime(start) > options.ReadyTimeout)
            {
                throw new ContainerdException(
                    $"containerd does not answer on {options.Socket} after {options.ReadyTimeout.TotalSeconds:0} s; look into {options.LogFile}");
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 1.5, 500));
        }
    }

    private string LastWords()
    {
        try
        {
            return File.ReadLines(options.LogFile).LastOrDefault() ?? "none";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
