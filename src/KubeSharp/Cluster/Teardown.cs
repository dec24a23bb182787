using KubeSharp.Host;

namespace KubeSharp.Cluster;

/// <summary>
/// Takes a cluster off this machine: its processes, mounts, network rules and interfaces. The data stays; deleting it is the one
/// thing <c>reset</c> does more than <c>down</c>. Every step finds its work by itself, so a half-done teardown can be repeated.
/// </summary>
internal sealed class Teardown(ClusterPaths paths, Action<string> progress)
{
    // What a pod gets to flush its data; its own grace period may be hours.
    private static readonly TimeSpan PodGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RuntimeGrace = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await new ServerProcess(paths).StopAsync(cancellationToken))
            progress("the server has stopped");
        await StopPodsAsync(cancellationToken);
        await StopRuntimeAsync(cancellationToken);
        Mounts.UnmountBelow(paths.DataDir);
        PodCgroups.Remove(paths.CgroupRoot);
        foreach (var left in await NetworkTeardown.RunAsync(paths, cancellationToken))
            progress("left behind: " + left);
    }

    private async Task StopPodsAsync(CancellationToken cancellationToken)
    {
        var processes = PodCgroups.Processes(paths.CgroupRoot);
        if (processes.Count == 0)
            return;
        progress($"stopping the pods ({processes.Count} processes)");
        await ProcessTable.TerminateAsync(processes, PodGrace, cancellationToken);
    }

    /// <summary>containerd and its shims, which all carry the path of its socket or configuration on their command lines.</summary>
    private async Task StopRuntimeAsync(CancellationToken cancellationToken)
    {
        bool Ours(string line) => line.Contains("containerd") && (line.Contains(paths.ContainerdState) || line.Contains(paths.ContainerdRoot));
        // The daemon first, so that it does not take the end of its shims for failures to report.
        await ProcessTable.TerminateAsync(ProcessTable.Find(line => Ours(line) && !line.Contains("containerd-shim")), RuntimeGrace, cancellationToken);
        await ProcessTable.TerminateAsync(ProcessTable.Find(Ours), RuntimeGrace, cancellationToken);
    }
}
