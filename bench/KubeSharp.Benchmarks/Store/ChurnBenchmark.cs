using System.Diagnostics;
using System.Globalization;
using KubeSharp.Benchmarks.Measuring;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Benchmarks.Store;

/// <summary>
/// A million updates of ten thousand keys, with compaction on its schedule as in the server, only more often, so that as many windows of history go by as in hours
/// of a cluster: the file, its log and the memory must stop growing, and no checkpoint and no compaction may hold up those who write.
/// </summary>
internal static class ChurnBenchmark
{
    private const int Writers = 64;
    private const int Reports = 20;

    public static async Task<int> RunAsync(string[] options)
    {
        var updates = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 1_000_000;
        var keys = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 10_000;
        var interval = TimeSpan.FromSeconds(options.Length > 2 ? double.Parse(options[2], CultureInfo.InvariantCulture) : 10);
        var directory = Directory.CreateTempSubdirectory("kubesharp-bench-");
        try
        {
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.FullName, CompactionInterval = interval });
            var revisions = new long[keys];
            var value = new byte[1024];
            Random.Shared.NextBytes(value);
            await Parallel.ForAsync(0, keys, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (i, stopped) =>
                revisions[i] = (await store.PutAsync(Key(i), value, 0, null, stopped)).Revision);
            Console.WriteLine($"{updates} updates of {keys} keys, values of {value.Length} bytes, {Writers} writers, compaction each {interval.TotalSeconds} s; {MachineLoad.Describe()}");
            Report(store, 0, 0, []);
            var clock = Stopwatch.StartNew();
            for (var step = 1; step <= Reports; step++)
            {
                var watch = Stopwatch.StartNew();
                var delays = await UpdateAsync(store, revisions, value, updates / Reports);
                Report(store, (long)updates / Reports * step, updates / Reports / watch.Elapsed.TotalSeconds, delays);
            }

            Console.WriteLine($"in {clock.Elapsed.TotalSeconds:F0} s; {MachineLoad.Describe()}");
            // Two windows later nothing of the history is left.
            await Task.Delay((2 * interval) + TimeSpan.FromSeconds(2));
            Report(store, updates, 0, []);
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        return 0;
    }

    // How long each update took, in ticks of the stopwatch.
    private static async Task<long[]> UpdateAsync(EmbeddedStore store, long[] revisions, byte[] value, int count)
    {
        var delays = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            // Each writer has keys of its own.
            var mine = revisions.Length / Writers;
            var random = new Random(writer);
            var took = new long[count / Writers];
            for (var i = 0; i < took.Length; i++)
            {
                var key = (writer * mine) + random.Next(mine);
                var start = Stopwatch.GetTimestamp();
                revisions[key] = (await store.PutAsync(Key(key), value, revisions[key])).Revision;
                took[i] = Stopwatch.GetTimestamp() - start;
            }

            return took;
        })));
        return [.. delays.SelectMany(took => took).Order()];
    }

    private static string Delays(long[] sorted) => sorted.Length == 0 ? "" : $"p50 {At(sorted, 0.5):F1} ms, p99 {At(sorted, 0.99):F1} ms, longest {At(sorted, 1):F1} ms, ";

    private static double At(long[] sorted, double part) => Stopwatch.GetElapsedTime(0, sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * part)]).TotalMilliseconds;

    private static void Report(EmbeddedStore store, long done, double rate, long[] delays)
    {
        var statistics = store.Statistics;
        Console.WriteLine(
            $"{done,8} updates, {rate,6:F0}/s: {Delays(delays)}file {statistics.FileBytes / 1048576.0,6:F1} MiB, log {statistics.LogBytes / 1048576.0,5:F1} MiB, "
            + $"{statistics.HistoryRevisions,7} revisions of history, {OwnMemory.Describe()}");
    }

    private static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"/registry/configmaps/default/object-{i:D6}");
}
