using System.Globalization;
using KubeSharp.Benchmarks.Measuring;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Benchmarks.Store;

/// <summary>
/// Writes per second and latency of the embedded store against bare programs that write the same rows with the same durability, in turns, on the same disk.
/// The bars: at least 0.8 of a program that group-commits, at 64 writers; at most 1.3 times a bare commit for one writer.
/// </summary>
internal static class StoreBenchmark
{
    private const int KeysOfWriter = 20;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(string[] options)
    {
        var rounds = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 30;
        var size = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 2048;
        Console.WriteLine($"values of {size} bytes, {rounds} rounds of {Slice.TotalMilliseconds} ms in turns, median (middle half); {MachineLoad.Describe()}");
        foreach (var writers in options.Length > 2 ? [int.Parse(options[2], CultureInfo.InvariantCulture)] : new[] { 1, 16, 64, 256 })
            await CompareAsync(writers, rounds, size);
        Console.WriteLine(MachineLoad.Describe());
        return 0;
    }

    private static async Task CompareAsync(int writers, int rounds, int size)
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-bench-");
        try
        {
            var value = new byte[size];
            Random.Shared.NextBytes(value);
            using var group = new BareGroupCommit(Path.Combine(directory.FullName, "group.db"));
            using var alone = new BareCommit(Path.Combine(directory.FullName, "alone.db"));
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.FullName });
            var revisions = new long[writers * KeysOfWriter];
            for (var i = 0; i < revisions.Length; i++) revisions[i] = (await store.PutAsync(Key("updated", i), value, 0)).Revision;
            var number = 0;
            var turns = new int[writers];
            TurnThing bare = writers == 1
                ? new("bare commit", _ => Done(() => alone.Put(Key("created", Interlocked.Increment(ref number)), value)), [])
                : new("bare group commit", _ => group.PutAsync(Key("created", Interlocked.Increment(ref number)), value), []);
            var results = await Turns.RunAsync(
                [
                    bare,
                    new("create", _ => store.PutAsync(Key("created", Interlocked.Increment(ref number)), value, 0).AsTask(), []),
                    new("update", writer => UpdateAsync(store, revisions, (writer * KeysOfWriter) + (++turns[writer] % KeysOfWriter), value), []),
                ],
                writers,
                rounds,
                Slice);
            foreach (var result in results)
            {
                Console.WriteLine(
                    $"{writers,3} writers, {result.Name,-17}: {result.PerSecond.Median,6:F0}/s, ratio {result.RateRatio.Format("F2")}; "
                    + $"p50 {result.Latency.Median:F0} µs, ratio {result.LatencyRatio.Format("F2")}");
            }

            var statistics = store.Statistics;
            Console.WriteLine($"{writers,3} writers, {(double)statistics.Operations / statistics.Commits:F1} operations per commit");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task UpdateAsync(EmbeddedStore store, long[] revisions, int key, byte[] value) =>
        revisions[key] = (await store.PutAsync(Key("updated", key), value, revisions[key])).Revision;

    private static Task Done(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    private static string Key(string kind, int i) => string.Create(CultureInfo.InvariantCulture, $"/registry/configmaps/default/{kind}-{i:D6}");
}
