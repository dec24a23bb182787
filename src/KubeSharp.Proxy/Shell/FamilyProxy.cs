using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;
using KubeSharp.Processes;
using KubeSharp.Proxy.Model;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Proxy.Shell;

/// <summary>The rules of one family: what was written last, and whether everything must be written next.</summary>
internal sealed class FamilyProxy(IpFamily family, IRuleBackend backend, CommandRunner commands, ProxyOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FullEvery = TimeSpan.FromHours(1);

    private ProxyModel written = new(family, [], new Dictionary<(string, int), int>());
    private DateTimeOffset lastFull = DateTimeOffset.MinValue;
    private bool needFull = true;
    private bool conntrackMissing;

    /// <summary>The family.</summary>
    public IpFamily Family => family;

    /// <summary>What is in the kernel.</summary>
    public ProxyModel Written => written;

    /// <summary>Brings the kernel to the state of the cluster; false when that failed.</summary>
    public async Task<bool> SyncAsync(NodeFacts node, IEnumerable<Service> services, IEnumerable<EndpointSlice> slices, CancellationToken cancel)
    {
        var model = ModelBuilder.Build(family, node, services, slices);
        var full = needFull || time.GetUtcNow() - lastFull >= FullEvery;
        if (await backend.SyncAsync(model, full, cancel).ConfigureAwait(false) is { } failure)
        {
            ProxyLog.SyncFailed(logger, family, failure);
            needFull = true;
            return false;
        }

        ProxyLog.Synced(logger, family, model.Ports.Count, full);
        if (full)
            lastFull = time.GetUtcNow();
        needFull = false;
        var before = written;
        written = model;
        if (options.CleanConntrack)
            await ForgetFlowsAsync(ConntrackCleanup.Decide(before, model), cancel).ConfigureAwait(false);
        return true;
    }

    /// <summary>True when the rules are gone and must be written again.</summary>
    public async Task<bool> WasFlushedAsync(CancellationToken cancel)
    {
        if (needFull || await backend.IsIntactAsync(cancel).ConfigureAwait(false))
            return false;
        ProxyLog.Flushed(logger, family);
        needFull = true;
        return true;
    }

    private async Task ForgetFlowsAsync(List<string[]> runs, CancellationToken cancel)
    {
        foreach (var arguments in runs)
        {
            if (conntrackMissing)
                return;

            // Exit code 1 only says that no flow matched.
            var result = await commands.RunAsync("conntrack", arguments, null, cancel).ConfigureAwait(false);
            if (result.ExitCode <= 1)
                continue;
            conntrackMissing = result.ExitCode == 127;
            ProxyLog.ConntrackFailed(logger, result.Error);
        }
    }
}
