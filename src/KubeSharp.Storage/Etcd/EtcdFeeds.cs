namespace KubeSharp.Storage.Etcd;

/// <summary>
/// What feeds the watches of this process: a feed without the values before each change, on which the caches live, and one with them for as long as anybody
/// wants these. etcd looks each of them up, which makes its part of an update half as dear again.
/// </summary>
internal sealed class EtcdFeeds : IAsyncDisposable
{
    private readonly Func<bool, EtcdFeed> start;
    private readonly EtcdFeed plain;
    private readonly Lock gate = new();
    private EtcdFeed? full;
    private int users;
    private bool closed;

    /// <summary>Starts the feed that is always there.</summary>
    /// <param name="start">Starts a feed, with the values before each change or without.</param>
    public EtcdFeeds(Func<bool, EtcdFeed> start)
    {
        this.start = start;
        plain = start(false);
    }

    /// <summary>The feed for one more watch.</summary>
    public EtcdFeed Enter(bool previousValues)
    {
        if (!previousValues) return plain;
        lock (gate)
        {
            // A closed feed tells its watches so.
            if (closed) return plain;
            users++;
            return full ??= start(true);
        }
    }

    /// <summary>A watch of a feed is no more.</summary>
    public ValueTask LeaveAsync(EtcdFeed feed)
    {
        lock (gate)
        {
            if (feed != full || --users > 0) return default;
            full = null;
        }

        return feed.DisposeAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        EtcdFeed? last;
        lock (gate)
        {
            closed = true;
            last = full;
            full = null;
        }

        await plain.DisposeAsync().ConfigureAwait(false);
        if (last is not null) await last.DisposeAsync().ConfigureAwait(false);
    }
}
