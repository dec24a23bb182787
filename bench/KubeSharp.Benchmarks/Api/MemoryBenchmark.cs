using System.Diagnostics;
using System.Globalization;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Benchmarks.Api;

/// <summary>
/// Process memory and cold start of a server over many pods of 3 KiB. The bar: 150,000 of them in under 1.2 GB, ready in under 10 s. The store is filled
/// by another process, so that filling does not count.
/// </summary>
internal static class MemoryBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        if (options is ["fill", var count, var folder])
        {
            await FillAsync(int.Parse(count, CultureInfo.InvariantCulture), folder);
            return 0;
        }

        if (options is ["serve", var where])
        {
            await ServeAsync(where);
            return 0;
        }

        var directory = Directory.CreateTempSubdirectory("kubesharp-bench-");
        try
        {
            return await SelfAsync("fill", options is [var pods] ? pods : "150000", directory.FullName) + await SelfAsync("serve", directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<int> SelfAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(OwnProgram.Path, [.. OwnProgram.Prefix, "memory", .. arguments]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task FillAsync(int pods, string folder)
    {
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = Path.Combine(folder, "store") });
        await Parallel.ForAsync(0, pods, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
            await ApiHost.PutAsync(store, "Pod", "pods", $"pod-{i:D6}", 3072));
    }

    private static async Task ServeAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        await using var host = await ApiHost.StartAsync(folder);
        var started = watch.Elapsed;
        using var client = await RawClient.ConnectAsync(host.Server.Port);
        await client.GetAsync(RawClient.Request("/api/v1/namespaces/default/pods?limit=1"));
        var ready = watch.Elapsed;
        Report($"started in {started.TotalSeconds:F2} s, all pods known after {ready.TotalSeconds:F2} s");
        await Task.Delay(TimeSpan.FromSeconds(2));
        Report("two seconds later");
        watch.Restart();
        var bytes = await client.GetAsync(RawClient.Request("/api/v1/pods?resourceVersion=0"));
        Report($"one list of everything: {bytes >> 20} MiB in {watch.Elapsed.TotalSeconds:F2} s");
    }

    private static void Report(string what)
    {
        using var process = Process.GetCurrentProcess();
        var memory = GC.GetGCMemoryInfo();
        Console.WriteLine(
            $"{what}: resident {process.WorkingSet64 >> 20} MiB (peak {process.PeakWorkingSet64 >> 20}), managed heap {GC.GetTotalMemory(false) >> 20} MiB, " +
            $"committed {memory.TotalCommittedBytes >> 20} MiB");
    }
}
