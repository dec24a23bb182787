using KubeSharp.Storage;

namespace KubeSharp.Tests.Linearizability;

/// <summary>Records what clients of a store are told while faults happen, and looks for what cannot be explained.</summary>
internal static class HistoryCheck
{
    /// <summary>Runs a recorder beside faults.</summary>
    /// <param name="store">The store.</param>
    /// <param name="recorder">Its clients.</param>
    /// <param name="calls">How many calls each client makes.</param>
    /// <param name="faults">Makes faults happen; gets the recorder's run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is wrong, in sentences; empty when all answers are explained.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IStore store, HistoryRecorder recorder, int calls, Func<Task, Task> faults, CancellationToken cancellationToken)
    {
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = recorder.Prefix }, cancellationToken);
        var running = recorder.RunAsync(calls);
        await faults(running);
        await running;
        var findings = new List<string>();
        foreach (var (key, history) in recorder.Histories)
        {
            if (!LinearizabilityChecker.IsLinearizable(history))
                findings.Add($"{key}: no order explains the answers\n{string.Join('\n', history.OrderBy(o => o.Started))}");
        }

        CheckLists(recorder, await ReadAsync(store, watch, cancellationToken), findings);
        return findings;
    }

    // The watch tells one order of all writes. Each list is the state at its revision in that order, and no list is older than one that ended before it began.
    private static void CheckLists(HistoryRecorder recorder, List<StoreEvent> log, List<string> findings)
    {
        var state = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var next = 0;
        foreach (var (_, _, answer) in recorder.Lists.OrderBy(one => one.Answer.Revision))
        {
            for (; next < log.Count && log[next].Revision <= answer.Revision; next++)
            {
                if (log[next].Type == StoreEventType.Deleted) state.Remove(log[next].Key);
                else state[log[next].Key] = log[next].Revision;
            }

            if (!state.SequenceEqual(answer.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.ModRevision))))
                findings.Add($"a list at {answer.Revision} is not what the watch told");
        }

        var byEnd = recorder.Lists.OrderBy(one => one.Ended).ToList();
        var (ended, newest) = (0, 0L);
        foreach (var one in recorder.Lists.OrderBy(one => one.Started))
        {
            for (; ended < byEnd.Count && byEnd[ended].Ended < one.Started; ended++) newest = Math.Max(newest, byEnd[ended].Answer.Revision);
            if (one.Answer.Revision < newest) findings.Add($"a list at {one.Answer.Revision} came after one at {newest}");
        }
    }

    private static async Task<List<StoreEvent>> ReadAsync(IStore store, IStoreWatch watch, CancellationToken cancellationToken)
    {
        var log = new List<StoreEvent>();
        var goal = await RevisionAsync(store, cancellationToken);
        for (long reached = 0; reached < goal;)
        {
            watch.RequestProgress();
            var batch = await watch.ReadAsync(cancellationToken);
            log.AddRange(batch.Events);
            reached = batch.Revision;
        }

        return log;
    }

    // The last fault may not be over.
    private static async Task<long> RevisionAsync(IStore store, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await store.GetCurrentRevisionAsync(cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }
}
