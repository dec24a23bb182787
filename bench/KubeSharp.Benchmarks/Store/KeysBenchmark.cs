using System.Diagnostics;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Net.Client;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Benchmarks.Api;
using KubeSharp.Benchmarks.Measuring;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Etcd.Protocol;
using KubeSharp.Tests.Etcd;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Benchmarks.Store;

/// <summary>
/// Memory, open files and start time with a million keys of 200 bytes: the embedded store alone, and an API server's watch cache over it and over etcd. What is
/// measured runs in a process that did not fill the store.
/// </summary>
internal static class KeysBenchmark
{
    private const string Prefix = "/registry/configmaps/";

    public static async Task<int> RunAsync(string[] options)
    {
        switch (options)
        {
            case ["fill", var keys, var folder]:
                await FillAsync(int.Parse(keys, CultureInfo.InvariantCulture), folder);
                return 0;
            case ["serve", "embedded", var folder]:
                var opening = Stopwatch.StartNew();
                await using (var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = folder }))
                    await ServeAsync("embedded", store, opening.Elapsed);
                return 0;
            case ["serve", "etcd", var address]:
                await using (var store = await EtcdStore.OpenAsync(new EtcdStoreOptions { Endpoints = [new Uri(address)] }))
                    await ServeAsync("etcd", store, TimeSpan.Zero);
                return 0;
        }

        var count = options is [var number] ? number : "1000000";
        Console.WriteLine($"{count} keys of 200 bytes; {MachineLoad.Describe()}");
        var directory = Directory.CreateTempSubdirectory("kubesharp-bench-");
        try
        {
            if (await SelfAsync("fill", count, directory.FullName) + await SelfAsync("serve", "embedded", directory.FullName) > 0) return 1;
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        if (!File.Exists("/usr/bin/etcd")) return 0;
        await using var etcd = EtcdProcess.Start(1)[0];
        await FillEtcdAsync(int.Parse(count, CultureInfo.InvariantCulture), etcd.Address);
        return await SelfAsync("serve", "etcd", etcd.Address.OriginalString);
    }

    private static async Task ServeAsync(string what, IStore store, TimeSpan opened)
    {
        if (opened > TimeSpan.Zero)
        {
            Console.WriteLine($"{what}, opened in {opened.TotalSeconds:F1} s: {OwnMemory.Describe()}");
            Collect();
            Console.WriteLine($"{what}, after a full collection: {OwnMemory.Describe()}");
        }

        var watch = Stopwatch.StartNew();
        await using var cache = new ResourceCache(store, Prefix, TimeProvider.System, NullLogger.Instance);
        await cache.LoadedAsync(CancellationToken.None);
        Console.WriteLine($"{what}, watch cache of {cache.Snapshot.Objects.Count} objects loaded in {watch.Elapsed.TotalSeconds:F1} s: {OwnMemory.Describe()}");
        Collect();
        Console.WriteLine($"{what}, after a full collection: {OwnMemory.Describe()}; {MachineLoad.Describe()}");
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static async Task<int> SelfAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(OwnProgram.Path, [.. OwnProgram.Prefix, "store-keys", .. arguments]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task FillAsync(int keys, string folder)
    {
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = folder });
        await Parallel.ForAsync(0, keys, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, stopped) =>
            await store.PutAsync(Key(i), Value(i), 0, null, stopped));
    }

    private static async Task FillEtcdAsync(int keys, Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new KV.KVClient(channel);
        // As many as etcd takes in one transaction.
        await Parallel.ForAsync(0, (keys + 127) / 128, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (batch, stopped) =>
        {
            var transaction = new TxnRequest();
            for (var i = batch * 128; i < Math.Min(keys, (batch + 1) * 128); i++)
                transaction.Success.Add(new RequestOp { RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8(Key(i)), Value = ByteString.CopyFrom(Value(i)) } });
            await client.TxnAsync(transaction, cancellationToken: stopped);
        });
    }

    private static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}default/object-{i:D7}");

    private static byte[] Value(int i) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"object-{{{i:D7}}}","namespace":"default","uid":"{{{i:D8}}}-0000-4000-8000-000000000000","creationTimestamp":"2026-01-01T00:00:00Z"},"data":{"k":"{{{i:D8}}}"}}"""));
}
