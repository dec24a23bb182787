using System.Diagnostics;

namespace KubeSharp.Benchmarks.Measuring;

/// <summary>
/// Lets things that do the same work take turns in short slices, so that what else the machine does weighs on all of them, and compares each with the first.
/// </summary>
internal static class Turns
{
    /// <summary>Measures; the first rounds do not count.</summary>
    /// <param name="things">What is compared; the first is the yardstick.</param>
    /// <param name="workers">How many do it at once.</param>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="slice">How long each has its turn.</param>
    public static async Task<IReadOnlyList<TurnResult>> RunAsync(IReadOnlyList<TurnThing> things, int workers, int rounds, TimeSpan slice)
    {
        var warmUp = Math.Max(2, rounds / 5);
        var rates = things.Select(_ => new double[rounds]).ToArray();
        var latencies = things.Select(_ => new double[rounds]).ToArray();
        var used = things.Select(thing => new TimeSpan[thing.Processors.Count]).ToArray();
        var done = new long[things.Count];
        for (var round = -warmUp; round < rounds; round++)
        {
            // Who comes first changes, as the first has the quiet after a pause.
            for (var turn = 0; turn < things.Count; turn++)
            {
                var at = (turn + round + warmUp) % things.Count;
                var thing = things[at];
                var before = thing.Processors.Select(processor => processor.Time()).ToArray();
                var (count, seconds, p50) = await SliceAsync(thing, workers, slice);
                if (round < 0) continue;
                rates[at][round] = count / seconds;
                latencies[at][round] = p50;
                done[at] += count;
                for (var p = 0; p < before.Length; p++) used[at][p] += thing.Processors[p].Time() - before[p];
            }
        }

        return [.. things.Select((thing, i) => new TurnResult(
            thing.Name,
            Spread.Of(rates[i]),
            Spread.Of(rates[i].Zip(rates[0], (one, other) => one / other)),
            Spread.Of(latencies[i]),
            Spread.Of(latencies[i].Zip(latencies[0], (one, other) => one / other)),
            [.. thing.Processors.Select((processor, p) => (processor.Name, used[i][p].TotalMicroseconds / Math.Max(1, done[i])))]))];
    }

    private static async Task<(long Count, double Seconds, double P50)> SliceAsync(TurnThing thing, int workers, TimeSpan slice)
    {
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var times = new List<long>(4096);
            while (watch.Elapsed < slice)
            {
                var start = Stopwatch.GetTimestamp();
                await thing.Work(worker);
                times.Add(Stopwatch.GetTimestamp() - start);
            }

            return times;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var sorted = all.SelectMany(times => times).Order().ToArray();
        return (sorted.Length, seconds, sorted[sorted.Length / 2] * 1e6 / Stopwatch.Frequency);
    }
}
