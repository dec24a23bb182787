using System.Diagnostics;
using System.Globalization;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Storage.CrashLoad;

/// <summary>
/// Kills loaded processes with SIGKILL at random points, opens what they leave and checks it: every acknowledged write is there, every value is whole,
/// revisions never repeat or go back, and a watch resumed from the last revision seen misses and repeats nothing.
/// </summary>
/// <param name="seed">What the random points come from.</param>
/// <param name="power">Loses at each kill what was not synced; null keeps what was written, as a kernel does that lives on.</param>
public sealed class CrashTrial(int seed, PowerLoss? power = null)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, long> _lastAcknowledged = [];
    private long _revision = 1;
    private long _watched = 1;
    private long _acknowledgedCount;
    private long _watchedCount;

    /// <summary>Runs the trial in a folder of its own.</summary>
    public async Task<CrashReport> RunAsync(int rounds, TextWriter? progress = null, CancellationToken cancellationToken = default)
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-crash-");
        try
        {
            for (var round = 0; round < rounds && _faults.Count == 0; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var lines = await KillOneAsync(directory.FullName, round, cancellationToken);
                await CheckAsync(directory.FullName, round, lines);
                if (round % 100 == 99)
                    progress?.WriteLine($"{round + 1} kills, {_acknowledgedCount} writes");
            }

            return new CrashReport(rounds, _acknowledgedCount, _watchedCount, _faults);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<List<string>> KillOneAsync(string directory, int round, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(CrashTrial).Assembly.Location,
                "load",
                directory,
                _random.Next().ToString(CultureInfo.InvariantCulture),
                _watched.ToString(CultureInfo.InvariantCulture),
            },
        };
        power?.Prepare(start, directory, _random.Next());
        using var process = Process.Start(start)!;
        var lines = new List<string>();
        try
        {
            // Mostly in mid-load; now and then while the store is being opened.
            var whileOpening = _random.Next(8) == 0;
            if (!whileOpening && await process.StandardOutput.ReadLineAsync(cancellationToken) != "ready")
                _faults.Add($"round {round}: the process did not start; seed {seed}");
            var kill = Task.Delay(_random.Next(whileOpening ? 150 : 300), cancellationToken).ContinueWith(
                _ => process.Kill(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            // A line without its end was cut off by the kill and may or may not have been acknowledged.
            var rest = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await kill;
            var whole = rest.LastIndexOf('\n');
            if (whole >= 0)
                lines.AddRange(rest[..whole].Split('\n'));
            lines.Remove("ready");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        power?.Cut(directory);
        return lines;
    }

    private async Task CheckAsync(string directory, int round, List<string> lines)
    {
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory, CompactionInterval = TimeSpan.Zero });
        var before = _revision;
        var after = await store.GetCurrentRevisionAsync();
        if (after < before)
            Fault(round, $"the revision went back from {before} to {after}");
        var history = await ReadHistoryAsync(store, round, Math.Max(before, store.CompactedRevision), after);
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            var revision = long.Parse(parts[1], CultureInfo.InvariantCulture);
            if (parts[0] == "W")
                CheckWatched(round, revision, after);
            else
                CheckAcknowledged(round, parts, revision, before, after, history, store.CompactedRevision);
        }

        var state = await store.RangeAsync(new RangeRequest { Prefix = "" });
        foreach (var entry in state.Entries)
        {
            if (LoadValue.Read(entry.Value.Span) is null)
                Fault(round, $"the value of {entry.Key} at {entry.ModRevision} is not whole");
        }

        var present = state.Entries.ToDictionary(entry => entry.Key, entry => entry.ModRevision);
        foreach (var (key, revision) in _lastAcknowledged)
        {
            var there = present.GetValueOrDefault(key);
            var deletedLater = there == 0 && (history.Values.Any(e => e.Key == key && e.Type == StoreEventType.Deleted && e.Revision > revision) || revision <= before);
            if (there < revision && !deletedLater && !WasDeletion(history, revision))
                Fault(round, $"{key} was written at {revision}, but the store has {there}");
        }

        _revision = after;
    }

    private static bool WasDeletion(Dictionary<long, StoreEvent> history, long revision)
        => !history.TryGetValue(revision, out var change) || change.Type == StoreEventType.Deleted;

    private async Task<Dictionary<long, StoreEvent>> ReadHistoryAsync(EmbeddedStore store, int round, long from, long to)
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
                    Fault(round, $"history goes from {reached} to {change.Revision}");
                reached = change.Revision;
                history[reached] = change;
                if (change.Type != StoreEventType.Deleted && LoadValue.Read(change.Value.Span) is null)
                    Fault(round, $"the value of revision {reached} is not whole");
            }

            reached = Math.Max(reached, batch.Revision);
        }

        return history;
    }

    private void CheckWatched(int round, long revision, long current)
    {
        _watchedCount++;
        if (revision != _watched + 1)
            Fault(round, $"the watch went from {_watched} to {revision}");
        if (revision > current)
            Fault(round, $"the watch had seen {revision}, but the store is at {current}");
        _watched = revision;
    }

    private void CheckAcknowledged(
        int round, string[] parts, long revision, long before, long after, Dictionary<long, StoreEvent> history, long compacted)
    {
        _acknowledgedCount++;
        var key = parts[2];
        if (revision <= before || revision > after)
            Fault(round, $"revision {revision} was acknowledged, but the store went from {before} to {after}");
        _lastAcknowledged[key] = Math.Max(_lastAcknowledged.GetValueOrDefault(key), revision);
        if (!history.TryGetValue(revision, out var change))
        {
            if (revision > compacted)
                Fault(round, $"revision {revision} of {key} was acknowledged and is lost");
            return;
        }

        var expected = parts[0] == "D" ? null : (long?)long.Parse(parts[3], CultureInfo.InvariantCulture);
        var there = change.Type == StoreEventType.Deleted ? null : LoadValue.Read(change.Value.Span);
        if (change.Key != key || there != expected)
            Fault(round, $"revision {revision} of {key} is there with other contents");
    }

    private void Fault(int round, string what) => _faults.Add($"round {round}: {what}; seed {seed}");
}
