using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using KubeSharp.Storage;

namespace KubeSharp.Tests.Linearizability;

/// <summary>Clients that read, write, compare-and-swap and delete a few keys of a store at once, and what they were answered.</summary>
internal sealed class HistoryRecorder(IStore store, int seed, string prefix = "/k/")
{
    private const int Clients = 6;
    private const int Keys = 4;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Operation>> histories = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(long Started, long Ended, RangeResult Answer)> lists = new();
    private int written;

    /// <summary>What the keys start with.</summary>
    public string Prefix => prefix;

    /// <summary>How many calls were answered or may have had an effect.</summary>
    public int Calls => histories.Values.Sum(history => history.Count);

    /// <summary>How many writes nobody knows the outcome of.</summary>
    public int Unknown => histories.Values.Sum(history => history.Count(operation => operation.Outcome == OperationOutcome.Unknown));

    /// <summary>The calls on each key.</summary>
    public IReadOnlyDictionary<string, Operation[]> Histories => histories.ToDictionary(one => one.Key, one => one.Value.ToArray());

    /// <summary>The lists of all keys.</summary>
    public IReadOnlyList<(long Started, long Ended, RangeResult Answer)> Lists => [.. lists];

    /// <summary>Runs until each client has made so many calls.</summary>
    public Task RunAsync(int calls) => Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => ClientAsync(new Random(seed + client), calls))));

    private async Task ClientAsync(Random random, int calls)
    {
        var known = new Dictionary<string, StoreEntry?>(StringComparer.Ordinal);
        for (var i = 0; i < calls; i++)
        {
            var key = $"{prefix}{random.Next(Keys)}";
            switch (random.Next(8))
            {
                case 0 or 1 or 2:
                    known[key] = await ReadAsync(key);
                    break;
                case 3:
                    await ListAsync();
                    break;
                case 4:
                    await WriteAsync(key, OperationKind.Delete, known.GetValueOrDefault(key), conditional: true);
                    break;
                case 5:
                    await WriteAsync(key, OperationKind.Put, null, conditional: false);
                    break;
                default:
                    await WriteAsync(key, OperationKind.Put, known.GetValueOrDefault(key), conditional: true);
                    break;
            }
        }
    }

    private async Task<StoreEntry?> ReadAsync(string key)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var entry = (await store.GetAsync(key)).Entry;
            Note(key, new(OperationKind.Read, started, Stopwatch.GetTimestamp(), null, false, null, OperationOutcome.Done, Text(entry)));
            return entry;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private async Task ListAsync()
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answer = await store.RangeAsync(new RangeRequest { Prefix = prefix });
            var ended = Stopwatch.GetTimestamp();
            lists.Enqueue((started, ended, answer));
            // A list is a read of every key.
            for (var k = 0; k < Keys; k++)
            {
                var key = $"{prefix}{k}";
                Note(key, new(OperationKind.Read, started, ended, null, false, null, OperationOutcome.Done, Text(answer.Entries.FirstOrDefault(e => e.Key == key))));
            }
        }
        catch (StoreUnavailableException)
        {
            // It read nothing.
        }
    }

    private async Task WriteAsync(string key, OperationKind kind, StoreEntry? expected, bool conditional)
    {
        if (kind == OperationKind.Delete && expected is null) return;
        var value = kind == OperationKind.Put ? $"v{Interlocked.Increment(ref written)}" : null;
        long? revision = conditional ? expected?.ModRevision ?? 0 : null;
        var started = Stopwatch.GetTimestamp();
        var (outcome, observed, ended) = (OperationOutcome.Unknown, (string?)null, long.MaxValue);
        try
        {
            var result = value is not null ? await store.PutAsync(key, Encoding.UTF8.GetBytes(value), revision) : await store.DeleteAsync(key, revision);
            (outcome, observed, ended) = (result.Succeeded ? OperationOutcome.Done : OperationOutcome.Refused, result.Succeeded ? null : Text(result.Entry), Stopwatch.GetTimestamp());
        }
        catch (StoreUnavailableException e)
        {
            // What surely did not happen is no part of the history.
            if (!e.OutcomeUnknown) return;
        }

        Note(key, new(kind, started, ended, Text(expected), conditional, value, outcome, observed));
    }

    private void Note(string key, Operation operation) => histories.GetOrAdd(key, _ => new()).Enqueue(operation);

    private static string? Text(StoreEntry? entry) => entry is null ? null : Encoding.UTF8.GetString(entry.Value.Span);
}
