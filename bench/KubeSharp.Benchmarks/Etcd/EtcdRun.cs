using System.Globalization;
using KubeSharp.Benchmarks.Api;
using KubeSharp.Benchmarks.Load;
using KubeSharp.Benchmarks.Measuring;
using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Benchmarks.Etcd;

/// <summary>Creates and updates by so many writers at once.</summary>
internal sealed class EtcdRun(EtcdProcess etcd, ServerProcess server, BareEtcd bare, EtcdStore store, Clients clients, byte[] value, int workers)
{
    private const string Collection = "/api/v1/namespaces/default/configmaps";
    private const int KeysOfWriter = 20;
    private readonly long[] _bareRevisions = new long[workers * KeysOfWriter];
    private readonly long[] _storeRevisions = new long[workers * KeysOfWriter];
    private readonly int[] _turns = new int[3 * workers];
    private int _number;

    public async Task CompareAsync(int rounds, TimeSpan slice)
    {
        await CompareAsync("creates", rounds, slice, CreateBareAsync, CreateInStoreAsync, CreateByServerAsync);
        // Each writer has keys of its own: nobody's expectations fail.
        await Task.WhenAll(Enumerable.Range(0, workers).Select(async worker =>
        {
            for (var i = 0; i < KeysOfWriter; i++)
            {
                var key = (worker * KeysOfWriter) + i;
                _bareRevisions[key] = await bare.PutAsync($"/bare/{workers}/u-{key}", value, 0);
                _storeRevisions[key] = (await store.PutAsync($"/bench/{workers}/u-{key}", value, 0)).Revision;
                await clients.All[worker].GetAsync(RawClient.Request("POST", Collection, LoadObjects.ConfigMap($"u-{workers}-{key}", 0)));
            }
        }));
        await CompareAsync("updates", rounds, slice, UpdateBareAsync, UpdateInStoreAsync, UpdateByServerAsync);
    }

    private async Task CompareAsync(string what, int rounds, TimeSpan slice, Func<int, Task> onBare, Func<int, Task> onStore, Func<int, Task> onServer)
    {
        (string Name, Func<TimeSpan> Time) inEtcd = ("etcd", () => etcd.ProcessorTime), here = ("client", () => Environment.CpuUsage.TotalTime);
        var results = await Turns.RunAsync(
            [
                new("bare client", onBare, [inEtcd, here]), new("store layer", onStore, [inEtcd, here]),
                new("API server", onServer, [inEtcd, here, ("API server", server.ProcessorTime)]),
            ],
            workers,
            rounds,
            slice);
        foreach (var result in results)
        {
            Console.WriteLine(
                $"{what} by {workers,2}, {result.Name,-11}: {result.PerSecond.Median,6:F0}/s, ratio {result.RateRatio.Format("F2")}; p50 {result.Latency.Median:F0} µs; "
                + $"processor: {string.Join(", ", result.Processors.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Microseconds:F0} µs")))}");
        }
    }

    private Task CreateBareAsync(int worker) => bare.PutAsync($"/bare/{workers}/c-{Interlocked.Increment(ref _number)}", value, 0);

    private Task CreateInStoreAsync(int worker) => store.PutAsync($"/bench/{workers}/c-{Interlocked.Increment(ref _number)}", value, 0).AsTask();

    private Task CreateByServerAsync(int worker) => clients.All[worker].GetAsync(
        RawClient.Request("POST", Collection, LoadObjects.ConfigMap($"c-{workers}-{Interlocked.Increment(ref _number)}", 0))).AsTask();

    private async Task UpdateBareAsync(int worker)
    {
        var key = Next(0, worker);
        _bareRevisions[key] = await bare.PutAsync($"/bare/{workers}/u-{key}", value, _bareRevisions[key]);
    }

    private async Task UpdateInStoreAsync(int worker)
    {
        var key = Next(1, worker);
        _storeRevisions[key] = (await store.PutAsync($"/bench/{workers}/u-{key}", value, _storeRevisions[key])).Revision;
    }

    private Task UpdateByServerAsync(int worker)
    {
        var name = $"u-{workers}-{Next(2, worker)}";
        return clients.All[worker].GetAsync(RawClient.Request("PUT", $"{Collection}/{name}", LoadObjects.ConfigMap(name, Interlocked.Increment(ref _number)))).AsTask();
    }

    private int Next(int thing, int worker) => (worker * KeysOfWriter) + (++_turns[(thing * workers) + worker] % KeysOfWriter);
}
