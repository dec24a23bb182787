using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Tests.Etcd;
using KubeSharp.Tests.Etcd;
using KubeSharp.Tests.Linearizability;

namespace KubeSharp.Storage.Tests.Linearizability;

/// <summary>Recorded histories of both stores, with faults, and of a store with a bug.</summary>
public sealed class LinearizabilityTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_embedded_store_is_linearizable()
    {
        using var directory = new TemporaryDirectory();
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.Path }, Cancelled);
        await CheckAsync(store, 300, _ => Task.CompletedTask);
    }

    [Fact]
    public async Task The_store_on_etcd_is_linearizable_while_members_die_and_hang()
    {
        var members = EtcdProcess.Start(3);
        try
        {
            await using var store = await EtcdStore.OpenAsync(EtcdTestOptions.For(members) with { RequestTimeout = TimeSpan.FromSeconds(4) }, Cancelled);
            await CheckAsync(store, 300, async running =>
            {
                foreach (var member in members)
                {
                    var goal = store.KnownRevision + 60;
                    while (store.KnownRevision < goal && !running.IsCompleted) await Task.Delay(10, Cancelled);
                    if (member == members[1])
                    {
                        member.Signal("STOP");
                        goal = store.KnownRevision + 30;
                        while (store.KnownRevision < goal && !running.IsCompleted) await Task.Delay(10, Cancelled);
                        member.Signal("CONT");
                    }
                    else
                    {
                        await member.KillAsync();
                        member.Run();
                    }
                }
            });
        }
        finally
        {
            foreach (var member in members) await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_store_that_now_and_then_reads_what_was_before_is_caught()
    {
        using var directory = new TemporaryDirectory();
        await using var store = new Forgetful(await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.Path }, Cancelled));
        var recorder = new HistoryRecorder(store, 1);
        await recorder.RunAsync(300);
        Assert.Contains(recorder.Histories.Values, history => !LinearizabilityChecker.IsLinearizable(history));
    }

    [Fact]
    public void An_answer_from_before_a_finished_write_is_refused()
    {
        Operation Put(long from, long to, string value) => new(OperationKind.Put, from, to, null, false, value, OperationOutcome.Done, null);
        Operation Read(long from, long to, string? value) => new(OperationKind.Read, from, to, null, false, null, OperationOutcome.Done, value);
        Assert.True(LinearizabilityChecker.IsLinearizable([Put(0, 10, "a"), Read(5, 6, null), Read(7, 8, "a")]));
        Assert.False(LinearizabilityChecker.IsLinearizable([Put(0, 10, "a"), Read(5, 6, "a"), Read(7, 8, null)]));
        Assert.False(LinearizabilityChecker.IsLinearizable([Put(0, 1, "a"), Put(2, 3, "b"), Read(4, 5, "a")]));
        // A write without an answer may have happened at any time since, or never.
        var lost = new Operation(OperationKind.Put, 0, long.MaxValue, null, false, "x", OperationOutcome.Unknown, null);
        Assert.True(LinearizabilityChecker.IsLinearizable([lost, Read(2, 3, null), Read(4, 5, "x")]));
        Assert.True(LinearizabilityChecker.IsLinearizable([lost, Read(2, 3, null), Read(4, 5, null)]));
    }

    /// <summary>Records so many calls of each client while faults happen, and looks whether one order explains what was answered.</summary>
    internal static async Task CheckAsync(IStore store, int calls, Func<Task, Task> faults) =>
        Assert.Empty(await HistoryCheck.RunAsync(store, new HistoryRecorder(store, Environment.TickCount), calls, faults, Cancelled));

    // Answers one read in fifty with the value before the last one it saw.
    private sealed class Forgetful(IStore inner) : IStore
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, GetResult> before = new();
        private int reads;

        public long KnownRevision => inner.KnownRevision;

        public long CompactedRevision => inner.CompactedRevision;

        public StoreHealth Health => inner.Health;

        public ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default) => inner.GetCurrentRevisionAsync(cancellationToken);

        public async ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref reads) % 50 == 0 && before.TryGetValue(key, out var old)) return old;
            var answer = await inner.GetAsync(key, revision, cancellationToken);
            before.TryAdd(key, answer);
            return answer;
        }

        public ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default) => inner.RangeAsync(request, cancellationToken);

        public ValueTask<WriteResult> PutAsync(
            string key, ReadOnlyMemory<byte> value, long? expectedModRevision, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
            inner.PutAsync(key, value, expectedModRevision, timeToLive, cancellationToken);

        public ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default) =>
            inner.DeleteAsync(key, expectedModRevision, cancellationToken);

        public ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default) => inner.WatchAsync(request, cancellationToken);

        public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => inner.CompactAsync(revision, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
