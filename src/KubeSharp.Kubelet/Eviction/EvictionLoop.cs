using KubeSharp.Kubelet.Cgroups;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Node;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>
/// Watches memory and disk; under pressure it first frees what nobody needs, then ends one pod at a time.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
/// </summary>
internal sealed class EvictionLoop(
    KubeletOptions options, PressureState pressure, PodManager pods, CgroupManager cgroups, ImageCollector images, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Transition = TimeSpan.FromMinutes(5);
    private readonly ILogger log = loggers.CreateLogger<EvictionLoop>();
    private DateTimeOffset lastMemory = DateTimeOffset.MinValue;
    private DateTimeOffset lastDisk = DateTimeOffset.MinValue;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            var memory = MemoryState.Read();
            if (Crossed("memory.available", memory.Available, memory.Total))
            {
                lastMemory = now;
                Evict("memory", memory.Available, Usage);
            }

            var disk = DiskState.Of(options.RootDirectory);
            if (Crossed("nodefs.available", disk.Available, disk.Capacity) || Crossed("imagefs.available", disk.Available, disk.Capacity) ||
                (disk.Inodes > 0 && Crossed("nodefs.inodesFree", disk.InodesFree, disk.Inodes)))
            {
                lastDisk = now;
                await RelieveDiskAsync(cancellationToken);
            }

            // A condition stays for a while after its cause, so that it does not flap.
            pressure.Memory = now - lastMemory < Transition;
            pressure.Disk = now - lastDisk < Transition;
        }
    }

    private bool Crossed(string signal, long available, long whole) =>
        whole > 0 && Threshold.Parse(options.EvictionHard.GetValueOrDefault(signal)) is { } threshold && available < threshold.Of(whole);

    private async Task RelieveDiskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await images.CollectAsync(force: true, cancellationToken);
        }
        catch (Grpc.Core.RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            EvictionLog.ReliefFailed(log, e.Status.Detail);
        }

        var disk = DiskState.Of(options.RootDirectory);
        if (Crossed("nodefs.available", disk.Available, disk.Capacity))
        {
            Evict("ephemeral-storage", disk.Available, static _ => 0);
        }
    }

    private void Evict(string resource, long available, Func<Pod, long> usage)
    {
        if (EvictionRanking.First(pods.Active, resource, usage) is { } victim)
        {
            EvictionLog.Evicting(log, victim.Metadata.Namespace, victim.Metadata.Name, resource);
            var message = $"The node was low on resource: {resource}. Available: {available / 1024}Ki. ";
            pods.Evict(victim.Metadata.Uid!, graceSeconds: 0, new TerminationOutcome("Evicted", message, Disruption: true));
        }
    }

    private long Usage(Pod pod) => cgroups.MemoryUsage(pod);
}
