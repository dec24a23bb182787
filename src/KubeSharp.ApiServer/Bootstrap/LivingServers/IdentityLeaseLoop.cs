using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>Renews this server's Lease in kube-system, and deletes those of servers that are gone for good.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/architecture/leases/#api-server-identity</remarks>
internal sealed partial class IdentityLeaseLoop(IObjectLister objects, OwnWrites writes, TimeProvider time, ILogger<IdentityLeaseLoop> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CollectEvery = TimeSpan.FromHours(1);

    private readonly string host = Environment.MachineName.ToLowerInvariant();
    private readonly string holder = $"{ServerIdentity.Of(Environment.MachineName.ToLowerInvariant())}_{Guid.NewGuid()}";
    private bool failing;

    /// <summary>Runs until the server stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var collected = DateTimeOffset.MinValue;
        try
        {
            do
            {
                if (!await TryAsync(RenewAsync, cancellationToken)) continue;
                if (time.GetUtcNow() - collected < CollectEvery) continue;
                if (await TryAsync(CollectAsync, cancellationToken)) collected = time.GetUtcNow();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var updated = await writes.UpdateAsync(
            IdentityLeases.Group,
            IdentityLeases.Plural,
            IdentityLeases.Namespace,
            ServerIdentity.Of(host),
            "",
            present => IdentityLeases.Renewed(present, host, holder, time.GetUtcNow()),
            cancellationToken);
        var error = updated.Error;
        if (error is { Reason: StatusReason.NotFound })
        {
            var lease = IdentityLeases.Renewed(null, host, holder, time.GetUtcNow());
            error = (await writes.CreateAsync(IdentityLeases.Group, IdentityLeases.Plural, lease, cancellationToken)).Error;
        }

        if (error is not null) throw new InvalidOperationException(error.Message);
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        // A read at the head, so that the list below is not empty because nobody asked before.
        await objects.GetLatestAsync(IdentityLeases.Group, IdentityLeases.Plural, IdentityLeases.Namespace, ServerIdentity.Of(host), cancellationToken);
        foreach (var lease in objects.List(IdentityLeases.Group, IdentityLeases.Plural, IdentityLeases.Namespace))
        {
            if (!IdentityLeases.IsExpired(lease, time.GetUtcNow())) continue;
            var metadata = new Metadata(lease);
            var latest = await objects.GetLatestAsync(IdentityLeases.Group, IdentityLeases.Plural, IdentityLeases.Namespace, metadata.Name, cancellationToken);
            if (latest is null || !IdentityLeases.IsExpired(latest, time.GetUtcNow())) continue;
            var error = await writes.DeleteAsync(
                IdentityLeases.Group, IdentityLeases.Plural, IdentityLeases.Namespace, metadata.Name, new Metadata(latest).Uid, cancellationToken);
            if (error is { Reason: not (StatusReason.NotFound or StatusReason.Conflict) }) throw new InvalidOperationException(error.Message);
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            failing = false;
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!failing) LogFailed(e);
            failing = true;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Lease that names this API server could not be renewed; this is tried again")]
    private partial void LogFailed(Exception exception);
}
