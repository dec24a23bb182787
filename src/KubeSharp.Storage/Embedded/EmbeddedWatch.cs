using System.Threading.Channels;
using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>A watch on the embedded store: a queue of what is committed, and history from the file for what is not in the queue.</summary>
internal sealed class EmbeddedWatch : IStoreWatch
{
    // What a reader may leave lying here; beyond it, the queue is dropped and the events are read from the file when the reader comes.
    private const int MaxQueuedBytes = 8 << 20;
    private const int MaxQueuedEvents = 16_384;
    private const int HistoryEvents = 512;
    private const int HistoryBytes = 2 << 20;

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly StoreIndex _index;
    private readonly StoreReaders _readers;
    private readonly WatchHub _hub;
    private readonly bool _previousValues;
    private List<StoreEvent> _queue = [];
    private int _queuedBytes;

    // Delivered to the reader up to here. The queue holds all after _queueFrom; what lies between is read from the file.
    private long _delivered;
    private long _queueFrom;
    private long _progressWanted;

    // Whether the reader came for more and found nothing: whatever it was given, it has done with.
    private bool _waiting;
    private StoreException? _end;

    private EmbeddedWatch(WatchRequest request, StoreIndex index, StoreReaders readers, WatchHub hub)
    {
        Prefix = request.Prefix;
        _previousValues = request.PreviousValues;
        _index = index;
        _readers = readers;
        _hub = hub;
    }

    /// <summary>What the keys start with.</summary>
    public string Prefix { get; }

    /// <summary>Starts a watch.</summary>
    public static EmbeddedWatch Start(WatchRequest request, StoreIndex index, StoreReaders readers, WatchHub hub)
    {
        var watch = new EmbeddedWatch(request, index, readers, hub);
        // Events may be offered as soon as the hub knows the watch; they are all after the revision it answers.
        watch._queueFrom = hub.Add(watch);
        watch._delivered = request.AfterRevision ?? watch._queueFrom;
        if (watch._delivered >= index.Compacted)
            return watch;
        hub.Remove(watch);
        throw new CompactedException(watch._delivered, index.Compacted);
    }

    /// <summary>A committed write that the prefix covers, in order. Called by the writer, which publishes the revision and calls <see cref="Wake"/> afterwards.</summary>
    public void Offer(StoreEvent change)
    {
        lock (_gate)
        {
            _queue.Add(change);
            _queuedBytes += SizeOf(change);
            if (_queuedBytes > MaxQueuedBytes || _queue.Count > MaxQueuedEvents)
            {
                _queue = [];
                _queuedBytes = 0;
                _queueFrom = change.Revision;
            }
        }
    }

    /// <summary>Lets the reader look at what was offered.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Ends the watch: reading throws this from now on.</summary>
    public void End(StoreException reason)
    {
        lock (_gate)
            _end ??= reason;
        Wake();
    }

    /// <inheritdoc />
    public long Settled
    {
        get
        {
            // First the revision, then the queue: all events up to a published revision have been offered.
            var revision = _index.Revision;
            lock (_gate)
                return _waiting && _queue.Count == 0 && _delivered >= _queueFrom && _end is null ? revision : 0;
        }
    }

    /// <inheritdoc />
    public void RequestProgress()
    {
        // All events up to the published revision have been offered, because the hub publishes it after offering them.
        var revision = _index.Revision;
        lock (_gate)
            _progressWanted = Math.Max(_progressWanted, revision);
        Wake();
    }

    /// <inheritdoc />
    public async ValueTask<WatchBatch> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var until) is { } batch)
                return batch;
            if (until > 0)
            {
                if (ReadHistory(until) is { } history)
                    return history;
                continue;
            }

            await _signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _hub.Remove(this);
        End(new StoreUnavailableException("The watch was disposed of."));
        return ValueTask.CompletedTask;
    }

    // Null with historyUntil set: read the file up to there first. Null without: nothing yet.
    private WatchBatch? TryTake(out long historyUntil)
    {
        List<StoreEvent> events;
        long revision;
        lock (_gate)
        {
            if (_end is not null)
                throw _end;
            historyUntil = 0;
            _waiting = false;
            // What is offered and not yet published no reader would find; the writer wakes us in a moment.
            var published = _index.Revision;
            if (_delivered < _queueFrom)
            {
                if (published > _delivered)
                    historyUntil = Math.Min(_queueFrom, published);
                return null;
            }

            events = TakePublished(published);
            revision = events.Count > 0 ? Math.Max(events[^1].Revision, _progressWanted) : _progressWanted;
            var progress = _progressWanted > 0;
            _progressWanted = 0;
            if (events.Count == 0)
            {
                if (!progress)
                {
                    _waiting = true;
                    return null;
                }

                // A watch that starts in the future has come as far as it ever said.
                _delivered = Math.Max(_delivered, revision);
                return new WatchBatch([], _delivered);
            }

            var skipped = events.FindLastIndex(change => change.Revision <= _delivered) + 1;
            if (skipped > 0)
                events.RemoveRange(0, skipped);
            _delivered = Math.Max(_delivered, revision);
            if (events.Count == 0 && !progress)
                return null;
        }

        return new WatchBatch(_previousValues ? WithPreviousValues(events) : events, _delivered);
    }

    private List<StoreEvent> TakePublished(long published)
    {
        var events = _queue;
        if (events.Count > 0 && events[^1].Revision > published)
        {
            var count = events.FindIndex(change => change.Revision > published);
            _queue = events.GetRange(count, events.Count - count);
            events.RemoveRange(count, events.Count - count);
            _queuedBytes = _queue.Sum(SizeOf);
        }
        else if (events.Count > 0)
        {
            _queue = [];
            _queuedBytes = 0;
        }

        return events;
    }

    private static int SizeOf(StoreEvent change) => change.Value.Length + change.PreviousValue.Length + 128;

    private WatchBatch? ReadHistory(long until)
    {
        var events = new List<StoreEvent>();
        var start = _delivered;
        var reader = _readers.Take();
        long reached;
        try
        {
            reached = reader.History(Prefix, start, until, HistoryEvents, HistoryBytes, events);
        }
        catch (SqliteFaultException e)
        {
            _readers.Return(reader, broken: true);
            throw _readers.Fault(e);
        }

        _readers.Return(reader);
        // Compaction raises its revision before it removes rows: if it has not passed us by now, we have read them all.
        if (start < _index.Compacted)
            throw new CompactedException(start, _index.Compacted);
        lock (_gate)
            _delivered = reached;
        return events.Count == 0 ? null : new WatchBatch(_previousValues ? WithPreviousValues(events) : events, reached);
    }

    private List<StoreEvent> WithPreviousValues(List<StoreEvent> events)
    {
        StoreReader? reader = null;
        try
        {
            for (var i = 0; i < events.Count; i++)
            {
                var change = events[i];
                if (change.PreviousRevision == 0 || !change.PreviousValue.IsEmpty)
                    continue;
                reader ??= _readers.Take();
                var value = reader.Value(change.PreviousRevision) ?? throw new CompactedException(change.Revision, _index.Compacted);
                events[i] = change with { PreviousValue = value };
            }
        }
        catch (SqliteFaultException e)
        {
            _readers.Return(reader!, broken: true);
            reader = null;
            throw _readers.Fault(e);
        }
        finally
        {
            if (reader is not null)
                _readers.Return(reader);
        }

        return events;
    }
}
