using System.Globalization;
using System.IO.Compression;
using Grpc.Core;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Pods.Observed;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Logs;

/// <summary>
/// Keeps the logs of running containers from growing without end: a file beyond the limit is renamed and the runtime opens a new one;
/// of the renamed ones the newest stays as it is, older ones are compressed, the oldest go.
/// </summary>
internal sealed class LogRotation(KubeletOptions options, IContainerRuntime runtime, RuntimeObserver observer, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly ILogger log = loggers.CreateLogger<LogRotation>();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var pod in observer.All)
            {
                foreach (var container in pod.Containers)
                {
                    if (container.Running && new FileInfo(container.LogPath) is { Exists: true } file && file.Length > options.ContainerLogMaxSize)
                    {
                        await RotateAsync(container, cancellationToken);
                    }
                }
            }
        }
    }

    /// <summary>Rotates one container's log now.</summary>
    internal async Task RotateAsync(ObservedContainer container, CancellationToken cancellationToken)
    {
        var path = container.LogPath;
        var rotated = path + time.GetUtcNow().ToString("'.'yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        try
        {
            await ThinOutAsync(path, cancellationToken);
            File.Move(path, rotated, overwrite: true);
            await runtime.ReopenContainerLogAsync(container.Id, cancellationToken);
        }
        catch (RpcException e)
        {
            // The runtime still writes to the renamed file: it gets its name back.
            if (File.Exists(rotated) && !File.Exists(path))
            {
                File.Move(rotated, path);
            }

            LogsLog.RotationFailed(log, path, e.Status.Detail);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogsLog.RotationFailed(log, path, e.Message);
        }
    }

    private async Task ThinOutAsync(string path, CancellationToken cancellationToken)
    {
        // Besides the current file and the one that it is about to become.
        var keep = Math.Max(0, options.ContainerLogMaxFiles - 2);
        var old = Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*");
        Array.Sort(old, StringComparer.Ordinal);
        for (var i = 0; i < old.Length; i++)
        {
            if (i < old.Length - keep || old[i].EndsWith(".tmp", StringComparison.Ordinal))
            {
                File.Delete(old[i]);
            }
            else if (!old[i].EndsWith(".gz", StringComparison.Ordinal))
            {
                await CompressAsync(old[i], cancellationToken);
            }
        }
    }

    private static async Task CompressAsync(string file, CancellationToken cancellationToken)
    {
        var unfinished = file + ".tmp";
        await using (var source = File.OpenRead(file))
        await using (var target = File.Create(unfinished))
        await using (var zip = new GZipStream(target, CompressionLevel.Fastest))
        {
            await source.CopyToAsync(zip, cancellationToken);
        }

        File.Move(unfinished, file + ".gz", overwrite: true);
        File.Delete(file);
    }
}
