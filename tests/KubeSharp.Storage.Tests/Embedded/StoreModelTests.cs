using CsCheck;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Storage.Tests.Embedded;

/// <summary>Random operations against a model that keeps every state of the store in a dictionary of its own.</summary>
public sealed class StoreModelTests
{
    private static readonly Gen<Step[]> Steps = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 200])
        .Select((kind, key, expectation, size) => new Step(kind, $"/k/{key}", expectation, size)).Array[1, 120];

    [Fact]
    public void Any_sequence_of_operations_does_what_the_model_says()
        => Steps.Sample(steps => RunAsync(steps).GetAwaiter().GetResult(), iter: 40, threads: 1);

    private static async Task RunAsync(Step[] steps)
    {
        using var directory = new TemporaryDirectory();
        var options = new EmbeddedStoreOptions { DataDirectory = directory.Path, CompactionInterval = TimeSpan.Zero };
        var store = await EmbeddedStore.OpenAsync(options);
        var states = new List<SortedDictionary<string, (long Created, long Modified, byte[] Value)>> { new(), new() };
        var watch = await store.WatchAsync(new WatchRequest { Prefix = "" });
        long seen = 1, compacted = 0;
        try
        {
            foreach (var step in steps)
            {
                var state = states[^1];
                var exists = state.TryGetValue(step.Key, out var there);
                long? expected = step.Expectation switch { 0 => null, 1 => 0, 2 => there.Modified, _ => there.Modified + 1 };
                var matches = expected is null || expected == (exists ? there.Modified : 0);
                if (step.Kind < 55)
                {
                    var value = new byte[step.Size];
                    var result = await store.PutAsync(step.Key, value, expected);
                    Assert.Equal(matches, result.Succeeded);
                    if (matches)
                    {
                        var revision = states.Count;
                        states.Add(new(state) { [step.Key] = (exists ? there.Created : revision, revision, value) });
                    }
                }
                else if (step.Kind < 80)
                {
                    var result = await store.DeleteAsync(step.Key, expected);
                    Assert.Equal(exists && matches, result.Succeeded);
                    Assert.Equal(exists ? there.Modified : 0, result.Entry?.ModRevision ?? 0);
                    if (result.Succeeded)
                    {
                        var next = new SortedDictionary<string, (long, long, byte[])>(state);
                        next.Remove(step.Key);
                        states.Add(next);
                    }
                }
                else if (step.Kind < 90)
                {
                    seen = await FollowAsync(watch, seen, states);
                    compacted = Math.Max(compacted, states.Count - 1 - step.Expectation);
                    await store.CompactAsync(compacted);
                }
                else if (step.Kind < 95)
                {
                    await watch.DisposeAsync();
                    await store.DisposeAsync();
                    store = await EmbeddedStore.OpenAsync(options);
                    if (seen < compacted)
                        seen = compacted;
                    watch = await store.WatchAsync(new WatchRequest { Prefix = "", AfterRevision = seen });
                }

                var at = Math.Max(states.Count - 1 - step.Expectation, Math.Max(1, compacted));
                var range = await store.RangeAsync(new RangeRequest { Prefix = "/k/", Revision = at });
                Assert.Equal(
                    states[(int)at].Select(pair => (pair.Key, pair.Value.Created, pair.Value.Modified, pair.Value.Value.Length)),
                    range.Entries.Select(entry => (entry.Key, entry.CreateRevision, entry.ModRevision, entry.Value.Length)));
                Assert.Equal(states.Count - 1, store.KnownRevision);
            }

            await FollowAsync(watch, seen, states);
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private static async Task<long> FollowAsync(
        IStoreWatch watch, long seen, List<SortedDictionary<string, (long Created, long Modified, byte[] Value)>> states)
    {
        while (seen < states.Count - 1)
        {
            foreach (var change in (await watch.ReadAsync()).Events)
            {
                Assert.Equal(++seen, change.Revision);
                var exists = states[(int)seen].TryGetValue(change.Key, out var now);
                var existed = states[(int)seen - 1].TryGetValue(change.Key, out var before);
                Assert.Equal(exists ? existed ? StoreEventType.Updated : StoreEventType.Created : StoreEventType.Deleted, change.Type);
                Assert.Equal(existed ? before.Modified : 0, change.PreviousRevision);
                Assert.Equal(existed ? before.Value.Length : 0, change.PreviousValue.Length);
                Assert.Equal(exists ? now.Value.Length : 0, change.Value.Length);
            }
        }

        return seen;
    }

    private readonly record struct Step(int Kind, string Key, int Expectation, int Size);
}
