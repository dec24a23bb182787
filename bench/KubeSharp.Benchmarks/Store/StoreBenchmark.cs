using System.Diagnostics;
using System.Globalization;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Benchmarks.Store;

/// <summary>
/// Writes per second and latency of the embedded store against a bare program that group-commits the same rows, in turns, on the same disk.
/// The bar: at least 0.8 at 64 writers; at most 1.3 times a bare commit for one writer.
/// </summary>
internal static class StoreBenchmark
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] options)
    {
        var writes = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 40_000;
        var size = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 2048;
        Console.WriteLine($"values of {size} bytes; medians of {Rounds} rounds in turns");
        Console.WriteLine("writers |  bare/s | create/s ratio | update/s ratio | bare p50 µs | create p50 | update p50 | operations per commit");
        foreach (var writers in options.Length > 2 ? [int.Parse(options[2], CultureInfo.InvariantCulture)] : new[] { 1, 16, 64, 256 })
        {
            var count = writers == 1 ? writes / 8 : writes;
            var rounds = new List<(Figure Bare, Figure Create, Figure Update, double Grouping)>();
            for (var i = 0; i < Rounds; i++)
                rounds.Add(await RoundAsync(writers, count, size));
            var bare = Median(rounds, r => r.Bare.PerSecond);
            var create = Median(rounds, r => r.Create.PerSecond);
            var update = Median(rounds, r => r.Update.PerSecond);
            Console.WriteLine(
                $"{writers,7} | {bare,7:F0} | {create,8:F0} {create / bare,5:F2} | {update,8:F0} {update / bare,5:F2} | " +
                $"{Median(rounds, r => r.Bare.P50),11:F0} | {Median(rounds, r => r.Create.P50),10:F0} | {Median(rounds, r => r.Update.P50),10:F0} | " +
                $"{Median(rounds, r => r.Grouping):F1}");
        }

        return 0;
    }

    private static double Median<T>(List<T> rounds, Func<T, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);

    private static async Task<(Figure Bare, Figure Create, Figure Update, double Grouping)> RoundAsync(int writers, int count, int size)
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-bench-");
        try
        {
            var value = new byte[size];
            Random.Shared.NextBytes(value);
            Figure bareFigure;
            using (var bare = new BareGroupCommit(Path.Combine(directory.FullName, "bare.db")))
                bareFigure = await MeasureAsync(writers, count, async i => await bare.PutAsync(Key(i), value));
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.FullName });
            var revisions = new long[count];
            var create = await MeasureAsync(writers, count, async i => revisions[i] = (await store.PutAsync(Key(i), value, 0)).Revision);
            var update = await MeasureAsync(writers, count, async i => await store.PutAsync(Key(i), value, revisions[i]));
            var statistics = store.Statistics;
            return (bareFigure, create, update, (double)statistics.Operations / statistics.Commits);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"/registry/configmaps/default/object-{i:D6}");

    private static async Task<Figure> MeasureAsync(int writers, int count, Func<int, Task> write)
    {
        var latencies = new long[count];
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var i = Interlocked.Increment(ref next);
                if (i >= count)
                    return;
                var start = Stopwatch.GetTimestamp();
                await write(i);
                latencies[i] = Stopwatch.GetTimestamp() - start;
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        Array.Sort(latencies);
        return new Figure(count / seconds, latencies[count / 2] * 1e6 / Stopwatch.Frequency);
    }

    private readonly record struct Figure(double PerSecond, double P50);
}
