using System.Globalization;
using System.Text;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Storage.CrashLoad;

/// <summary>
/// The process that gets killed. Every acknowledged write and every watch event is told on standard output, one line and one system call each; what the
/// reader of the pipe has got was acknowledged before the kill.
/// </summary>
internal static class MixedLoad
{
    /// <summary>How many writes can be under way.</summary>
    public const int Writers = 8;

    private const int Keys = 60;

    /// <param name="directory">Where the store is.</param>
    /// <param name="seed">What the load comes from.</param>
    /// <param name="after">The revision that the last watch had seen.</param>
    /// <param name="checkedRevision">Up to where history has been checked, so that it may be compacted.</param>
    public static async Task RunAsync(string directory, int seed, long after, long checkedRevision)
    {
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory, CompactionInterval = TimeSpan.Zero });
        await using var output = Console.OpenStandardOutput();
        Tell(output, "ready");
        var seen = after;
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = "", AfterRevision = after });
        var watching = Task.Run(async () =>
        {
            while (true)
            {
                foreach (var change in (await watch.ReadAsync()).Events)
                {
                    Tell(output, string.Create(CultureInfo.InvariantCulture, $"W {change.Revision} {change.Type} {change.Key} {Identity(change)}"));
                    Volatile.Write(ref seen, change.Revision);
                }
            }
        });
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, output, new Random(seed + writer))));
        var compacting = Task.Run(async () =>
        {
            while (true)
            {
                await Task.Delay(20);
                // In steps, so that it goes on as long as the load does.
                var target = Math.Min(Math.Min(checkedRevision, Volatile.Read(ref seen)), store.CompactedRevision + 200);
                if (target <= store.CompactedRevision)
                    continue;
                await store.CompactAsync(target);
                Tell(output, string.Create(CultureInfo.InvariantCulture, $"C {target}"));
            }
        });
        await Task.WhenAll([watching, compacting, .. writers]);
    }

    private static async Task WriteAsync(EmbeddedStore store, Stream output, Random random)
    {
        while (true)
        {
            var key = $"/load/{random.Next(Keys):D2}";
            var (entry, _) = await store.GetAsync(key);
            var expected = random.Next(4) == 0 ? null : entry?.ModRevision ?? (long?)0;
            if (entry is not null && random.Next(5) == 0)
            {
                var result = await store.DeleteAsync(key, expected);
                if (result.Succeeded)
                    Tell(output, string.Create(CultureInfo.InvariantCulture, $"D {result.Revision} {key} -"));
            }
            else
            {
                var identity = random.NextInt64();
                var result = await store.PutAsync(key, LoadValue.Make(identity, random.Next(random.Next(20) == 0 ? 60_000 : 3000)), expected);
                if (result.Succeeded)
                    Tell(output, string.Create(CultureInfo.InvariantCulture, $"P {result.Revision} {key} {identity}"));
            }
        }
    }

    private static string Identity(StoreEvent change) =>
        change.Type == StoreEventType.Deleted ? "-" : LoadValue.Read(change.Value.Span) is { } identity ? identity.ToString(CultureInfo.InvariantCulture) : "torn";

    private static void Tell(Stream output, string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "\n");
        lock (output)
        {
            output.Write(bytes);
            output.Flush();
        }
    }
}
