using System.Globalization;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Storage.CrashLoad;

/// <summary>
/// What killed processes told, held against what the store has afterwards. The history since the last check is played onto a copy of the state that was found
/// then; whatever the store shows must be that.
/// </summary>
internal sealed class CrashCheck(int seed)
{
    private readonly List<string> _faults = [];
    private readonly List<string[]> _writes = [];
    private readonly List<string[]> _events = [];
    private readonly Dictionary<string, Known> _state = new(StringComparer.Ordinal);
    private int _round;
    private int _killsSinceCheck;
    private long _compactedTold;
    private long _compacted;

    /// <summary>Broken promises.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The store's revision at the last check.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>The revision that the last watch has seen, where the next one begins.</summary>
    public long Seen { get; private set; } = 1;

    /// <summary>How many writes were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>How many events watches delivered.</summary>
    public long Watched { get; private set; }

    /// <summary>How many writes the store has that nobody was told of: the kill came between.</summary>
    public long Unanswered { get; private set; }

    /// <summary>Notes a broken promise.</summary>
    public void Fault(string what) => _faults.Add($"round {_round}: {what}; seed {seed}");

    /// <summary>Takes what one process told before it was killed.</summary>
    public void Told(IEnumerable<string> lines)
    {
        _killsSinceCheck++;
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            var revision = Number(parts[1]);
            switch (parts[0])
            {
                case "W":
                    Watched++;
                    if (revision != Seen + 1)
                        Fault($"the watch went from {Seen} to {revision}");
                    Seen = revision;
                    _events.Add(parts);
                    break;
                case "C":
                    _compactedTold = Math.Max(_compactedTold, revision);
                    break;
                default:
                    Acknowledged++;
                    _writes.Add(parts);
                    break;
            }
        }
    }

    /// <summary>Checks a store that was opened after kills.</summary>
    public async Task RunAsync(EmbeddedStore store, Random random)
    {
        _round++;
        var before = Revision;
        var after = await store.GetCurrentRevisionAsync();
        if (after < before)
            Fault($"the revision went back from {before} to {after}");
        if (store.CompactedRevision < Math.Max(_compacted, _compactedTold))
            Fault($"the compacted revision went back from {Math.Max(_compacted, _compactedTold)} to {store.CompactedRevision}");
        _compacted = store.CompactedRevision;
        if (Seen > after)
            Fault($"the watch had seen {Seen}, but the store is at {after}");
        if (_faults.Count > 0)
            return;

        var history = await ReadHistoryAsync(store, before, after);
        CheckWrites(history, before);
        CheckEvents(history, before);
        var middle = before + random.NextInt64(after - before + 1);
        await PlayAsync(store, history, before, middle);
        await PlayAsync(store, history, middle, after);
        Revision = after;
        _writes.Clear();
        _events.Clear();
        _killsSinceCheck = 0;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    // A value that was torn has none, and is no other's.
    private static long? Identity(string text) => text == "-" ? null : text == "torn" ? long.MinValue : Number(text);

    private async Task<Dictionary<long, StoreEvent>> ReadHistoryAsync(EmbeddedStore store, long from, long to)
    {
        var history = new Dictionary<long, StoreEvent>();
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = "", AfterRevision = from });
        watch.RequestProgress();
        for (var reached = from; reached < to;)
        {
            var batch = await watch.ReadAsync();
            foreach (var change in batch.Events)
            {
                if (change.Revision != reached + 1)
                    Fault($"history goes from {reached} to {change.Revision}");
                reached = change.Revision;
                history[reached] = change;
            }

            if (batch.Revision > reached)
            {
                Fault($"history has nothing between {reached} and {batch.Revision}");
                reached = batch.Revision;
            }
        }

        return history;
    }

    private void CheckWrites(Dictionary<long, StoreEvent> history, long before)
    {
        var told = new HashSet<long>();
        foreach (var parts in _writes)
        {
            var revision = Number(parts[1]);
            if (revision <= before || !told.Add(revision))
                Fault($"revision {revision} was acknowledged, but the store had had it");
            else if (!history.TryGetValue(revision, out var change))
                Fault($"revision {revision} of {parts[2]} was acknowledged and is lost");
            else if (change.Key != parts[2] || IdentityOf(change) != Identity(parts[3]))
                Fault($"revision {revision} of {parts[2]} is there with other contents");
        }

        var unanswered = history.Count - told.Count;
        Unanswered += unanswered;
        if (unanswered > MixedLoad.Writers * _killsSinceCheck)
            Fault($"{unanswered} writes are there that nobody was told of, more than can have been under way");
    }

    private void CheckEvents(Dictionary<long, StoreEvent> history, long before)
    {
        foreach (var parts in _events)
        {
            var revision = Number(parts[1]);
            // What the watch had missed at the last kill was checked as history then.
            if (revision > before && (!history.TryGetValue(revision, out var change) || change.Key != parts[3] || $"{change.Type}" != parts[2] || IdentityOf(change) != Identity(parts[4])))
                Fault($"the watch had seen {string.Join(' ', parts[2..])} at {revision}, which is not what the store has");
        }
    }

    private long? IdentityOf(StoreEvent change)
    {
        if (change.Type == StoreEventType.Deleted)
            return null;
        var identity = LoadValue.Read(change.Value.Span);
        if (identity is null)
            Fault($"the value of revision {change.Revision} is not whole");
        return identity;
    }

    // Plays a part of the history and compares with what the store says was there then.
    private async Task PlayAsync(EmbeddedStore store, Dictionary<long, StoreEvent> history, long from, long to)
    {
        for (var revision = from + 1; revision <= to; revision++)
        {
            var change = history[revision];
            var there = _state.TryGetValue(change.Key, out var known);
            var type = !there ? StoreEventType.Created : change.Type == StoreEventType.Deleted ? StoreEventType.Deleted : StoreEventType.Updated;
            var created = there ? known.Created : revision;
            if (change.Type != type || change.PreviousRevision != known.Modified || change.CreateRevision != created)
                Fault($"revision {revision} does not follow from what was there before: {change.Type} {change.Key}");
            if (type == StoreEventType.Deleted)
                _state.Remove(change.Key);
            else
                _state[change.Key] = new Known(revision, created, IdentityOf(change));
        }

        var found = await store.RangeAsync(new RangeRequest { Prefix = "", Revision = to });
        if (found.Entries.Count != _state.Count)
            Fault($"there are {found.Entries.Count} keys at {to}, which should be {_state.Count}");
        foreach (var entry in found.Entries)
        {
            if (!_state.TryGetValue(entry.Key, out var known) || new Known(entry.ModRevision, entry.CreateRevision, LoadValue.Read(entry.Value.Span)) != known)
                Fault($"{entry.Key} at {to} is there as of {entry.ModRevision}, which should be {known.Modified}");
        }
    }

    private readonly record struct Known(long Modified, long Created, long? Identity);
}
