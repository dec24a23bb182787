using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Coordination.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Client;

/// <summary>
/// Runs something in at most one of several candidates, by a Lease in the cluster. It protects against crashed leaders, not against
/// clocks that run at very different speeds. See https://kubernetes.io/docs/concepts/architecture/leases/#leader-election.
/// </summary>
public sealed partial class LeaderElector
{
    private readonly KubeClient client;
    private readonly LeaderElectionOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private Lease? observed;
    private DateTimeOffset observedAt;
    private string? reported;

    /// <summary>A candidate.</summary>
    /// <exception cref="ArgumentException">The times do not fit: LeaseDuration &gt; RenewDeadline &gt; 1.2 × RetryPeriod.</exception>
    public LeaderElector(KubeClient client, LeaderElectionOptions options, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.LeaseDuration <= options.RenewDeadline) throw new ArgumentException("the lease duration must exceed the renew deadline", nameof(options));
        if (options.RenewDeadline <= options.RetryPeriod * 1.2) throw new ArgumentException("the renew deadline must exceed 1.2 times the retry period", nameof(options));
        this.client = client;
        this.options = options;
        this.time = time ?? TimeProvider.System;
        this.logger = logger ?? NullLogger.Instance;
    }

    /// <summary>True while this candidate leads.</summary>
    public bool IsLeader { get; private set; }

    /// <summary>Who leads, as far as this candidate has seen; empty when nobody does.</summary>
    public string Leader => observed?.Spec.HolderIdentity ?? "";

    /// <summary>
    /// Waits until this candidate leads, runs <paramref name="lead"/>, and returns when that ends, leadership is lost, or the caller
    /// cancels. True: <paramref name="lead"/> ended by itself or by the caller; false: leadership was lost, and the usual answer is to
    /// end the process.
    /// </summary>
    /// <param name="lead">The work of the leader; its token is cancelled the moment leadership is lost.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task<bool> RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lead);
        await AcquireAsync(cancellationToken).ConfigureAwait(false);
        IsLeader = true;
        Log.Acquired(logger, options.Identity, options.Namespace, options.Name);
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task work = Task.Run(() => lead(leading.Token), CancellationToken.None);
        using var renewing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task renewal = RenewAsync(renewing.Token);
        Task first = await Task.WhenAny(work, renewal).ConfigureAwait(false);
        bool lost = first == renewal && !cancellationToken.IsCancellationRequested;
        IsLeader = false;
        if (lost) Log.Lost(logger, options.Identity, options.Namespace, options.Name);
        await leading.CancelAsync().ConfigureAwait(false);
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What the token asked for.
        }
        finally
        {
            await renewing.CancelAsync().ConfigureAwait(false);
            await renewal.ConfigureAwait(false);
            if (!lost && options.ReleaseOnStop) await ReleaseAsync().ConfigureAwait(false);
        }

        return !lost;
    }

    private async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (!await TryAsync(cancellationToken).ConfigureAwait(false))
            await Task.Delay(options.RetryPeriod * (1 + (1.2 * Random.Shared.NextDouble())), time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns when the Lease could not be renewed within the deadline, or on cancellation.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.RetryPeriod, time, cancellationToken).ConfigureAwait(false);
                using var deadline = new CancellationTokenSource(options.RenewDeadline, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
                while (!await TryAsync(either.Token).ConfigureAwait(false))
                    await Task.Delay(options.RetryPeriod, time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Either of the two reasons to end; the caller knows which.
        }
    }

    /// <summary>One try to take or keep the Lease.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            Lease? current = await client.FindAsync<Lease>(options.Namespace, options.Name, cancellationToken).ConfigureAwait(false);
            Observe(current);
            LeaseSpec? next = LeaseDecision.Next(current?.Spec, options, observedAt, time.GetUtcNow());
            if (next is null) return false;
            Lease written;
            if (current is null)
            {
                var lease = new Lease { Spec = next };
                lease.Metadata.Namespace = options.Namespace;
                lease.Metadata.Name = options.Name;
                written = await client.CreateAsync(lease, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            else
            {
                Lease lease = current.DeepCopy();
                lease.Spec = next;
                written = await client.UpdateAsync(lease, cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            Observe(written);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, options.Namespace, options.Name, e.Message);
            return false;
        }
    }

    private void Observe(Lease? lease)
    {
        if (lease is null || observed?.Metadata.ResourceVersion == lease.Metadata.ResourceVersion) return;
        observed = lease;
        observedAt = time.GetUtcNow();
        if (reported == lease.Spec.HolderIdentity) return;
        reported = lease.Spec.HolderIdentity;
        if (!string.IsNullOrEmpty(reported)) Log.Leader(logger, reported, options.Namespace, options.Name);
    }

    private async Task ReleaseAsync()
    {
        if (observed is null || observed.Spec.HolderIdentity != options.Identity) return;
        var stamp = new MicroTime(time.GetUtcNow());
        Lease lease = observed.DeepCopy();
        lease.Spec = new LeaseSpec
        {
            HolderIdentity = "",
            LeaseDurationSeconds = 1,
            AcquireTime = stamp,
            RenewTime = stamp,
            LeaseTransitions = observed.Spec.LeaseTransitions,
        };
        try
        {
            using var limit = new CancellationTokenSource(options.RenewDeadline, time);
            await client.UpdateAsync(lease, cancellationToken: limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The Lease then runs out by itself.
            Log.Failed(logger, options.Namespace, options.Name, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 141, EventName = "LeaseAcquired", Level = LogLevel.Information, Message = "{Identity} leads {Namespace}/{Name}")]
        public static partial void Acquired(ILogger logger, string identity, string @namespace, string name);

        [LoggerMessage(EventId = 142, EventName = "LeaseLost", Level = LogLevel.Error, Message = "{Identity} no longer leads {Namespace}/{Name}: the lease could not be renewed in time")]
        public static partial void Lost(ILogger logger, string identity, string @namespace, string name);

        [LoggerMessage(EventId = 143, EventName = "LeaseHolder", Level = LogLevel.Information, Message = "{Identity} holds the lease {Namespace}/{Name}")]
        public static partial void Leader(ILogger logger, string identity, string @namespace, string name);

        [LoggerMessage(EventId = 144, EventName = "LeaseTryFailed", Level = LogLevel.Debug, Message = "cannot take or renew {Namespace}/{Name}: {Reason}")]
        public static partial void Failed(ILogger logger, string @namespace, string name, string reason);
    }
}
