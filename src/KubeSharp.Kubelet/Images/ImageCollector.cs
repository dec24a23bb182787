using Grpc.Core;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Node;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Images;

/// <summary>Removes unused images when the disk they lie on fills up.</summary>
internal sealed class ImageCollector(KubeletOptions options, IContainerRuntime runtime, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private readonly ILogger log = loggers.CreateLogger<ImageCollector>();
    private readonly Dictionary<string, DateTimeOffset> lastUsed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await CollectAsync(force: false, cancellationToken);
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                ImageLog.CollectionFailed(log, e.Status.Detail);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Frees space if the disk is fuller than it may be; with <paramref name="force"/>, removes every unused image. Answers how many went.</summary>
    public async Task<int> CollectAsync(bool force, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var images = await runtime.ListImagesAsync(cancellationToken);
            var inUse = new HashSet<string>(StringComparer.Ordinal) { options.PodInfraContainerImage };
            foreach (var container in await runtime.ListContainersAsync(null, cancellationToken))
            {
                inUse.Add(container.ImageRef);
                inUse.Add(container.Image?.Image ?? "");
            }

            foreach (var image in images)
            {
                if (inUse.Contains(image.Id) || image.RepoTags.Any(inUse.Contains) || !lastUsed.ContainsKey(image.Id))
                {
                    lastUsed[image.Id] = now;
                }
            }

            var bytes = force ? long.MaxValue : await ExcessAsync(cancellationToken);
            if (bytes <= 0)
            {
                return 0;
            }

            var pinned = await runtime.PinnedImageNamesAsync(cancellationToken);
            var chosen = ImageGarbage.Choose(images, inUse, pinned, lastUsed, now, force ? TimeSpan.Zero : options.ImageMinimumGcAge, bytes);
            foreach (var id in chosen)
            {
                await runtime.RemoveImageAsync(id, cancellationToken);
                lastUsed.Remove(id);
            }

            if (chosen.Count > 0)
            {
                ImageLog.Collected(log, chosen.Count);
            }

            return chosen.Count;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>How much is to be freed: what lies above the low mark, once the high mark is passed.</summary>
    private async Task<long> ExcessAsync(CancellationToken cancellationToken)
    {
        if (options.ImageGcHighThresholdPercent >= 100)
        {
            return 0;
        }

        var systems = await runtime.ImageFileSystemsAsync(cancellationToken);
        var disk = DiskState.Of(systems.Count > 0 && systems[0].FsId?.Mountpoint is { Length: > 0 } mount ? mount : options.RootDirectory);
        if (disk.Capacity == 0)
        {
            return 0;
        }

        var used = 100 - (int)(disk.Available * 100 / disk.Capacity);
        return used >= options.ImageGcHighThresholdPercent
            ? (disk.Capacity * (100 - options.ImageGcLowThresholdPercent) / 100) - disk.Available
            : 0;
    }
}
