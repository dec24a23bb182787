using KubeSharp.Storage.Etcd.Protocol;

namespace KubeSharp.Storage.Etcd;

/// <summary>
/// Leases for keys that end by themselves. Keys with the same time to live that are written close together share one lease, which outlives the last of
/// them by the span it was shared for; otherwise each event of a cluster would cost a lease.
/// </summary>
internal sealed class EtcdLeases(EtcdConnection connection, TimeProvider time)
{
    private const int MostKeys = 1000;
    private const double SharedFraction = 0.05;
    private static readonly TimeSpan MostShared = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<long, Shared> shared = [];

    /// <summary>A lease that lasts at least so many seconds, and at most a twentieth longer.</summary>
    /// <param name="seconds">How long; at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreUnavailableException">etcd granted none.</exception>
    public async ValueTask<long> ForAsync(long seconds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (shared.TryGetValue(seconds, out var lease) && lease.Until > now && lease.Keys < MostKeys)
            {
                lease.Keys++;
                return lease.Id;
            }
        }

        var span = TimeSpan.FromSeconds(Math.Min(seconds * SharedFraction, MostShared.TotalSeconds));
        var granted = await connection.WriteAsync(
            (endpoint, options) => endpoint.Leases.LeaseGrantAsync(new LeaseGrantRequest { TTL = seconds + (long)span.TotalSeconds }, options),
            cancellationToken).ConfigureAwait(false);
        if (granted.Error.Length > 0) throw new StoreUnavailableException($"etcd grants no lease: {granted.Error}.");
        lock (gate) shared[seconds] = new Shared(granted.ID, now + TimeSpan.FromSeconds((long)span.TotalSeconds));
        return granted.ID;
    }

    /// <summary>Uses a lease no more: etcd does not know it, as it ended, or as etcd was restored from a snapshot.</summary>
    public void Forget(long id)
    {
        lock (gate)
        {
            foreach (var (seconds, lease) in shared)
            {
                if (lease.Id == id) shared.Remove(seconds);
            }
        }
    }

    private sealed class Shared(long id, DateTimeOffset until)
    {
        public long Id => id;

        public DateTimeOffset Until => until;

        public int Keys { get; set; } = 1;
    }
}
