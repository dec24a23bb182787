using System.Globalization;
using KubeSharp.Benchmarks.Api;
using KubeSharp.Benchmarks.Load;
using KubeSharp.Benchmarks.Measuring;
using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Benchmarks.Etcd;

/// <summary>
/// Writes a second on one etcd, in turns: a bare client, the store layer alone, and an API server in a process of its own over its real interface. All send
/// the same transactions with values of the same size. The bar: 0.8 of the bare client.
/// </summary>
internal static class EtcdBenchmark
{
    private const string Program = "/usr/bin/etcd";
    private const string Collection = "/api/v1/namespaces/default/configmaps";
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(300);

    public static async Task<int> RunAsync(string[] options)
    {
        var program = options is [var path, ..] ? path : ServerProcess.DefaultProgram();
        var rounds = options is [_, var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 20;
        if (!File.Exists(Program) || !File.Exists(program))
        {
            await Console.Error.WriteLineAsync($"{Program} and {program} are needed; build src/KubeSharp in Release or name the program.");
            return 2;
        }

        await using var etcd = EtcdProcess.Start(1)[0];
        using var server = await ServerProcess.StartAsync(program, $"--etcd-servers={etcd.Address.OriginalString.TrimEnd('/')}");
        using var bare = new BareEtcd(etcd.Address);
        await using var store = await EtcdStore.OpenAsync(new EtcdStoreOptions { Endpoints = [etcd.Address], KeyRoot = "/bench/", EtcdPrefix = "/bench/", CompactionInterval = TimeSpan.Zero });
        using var clients = await Clients.ConnectAsync(server.Port, 64, server.Administrator);
        var value = await StoredValueAsync(clients.All[0], etcd);
        Console.WriteLine($"{program}, stored values of {value.Length} bytes, {rounds} rounds of {Slice.TotalMilliseconds} ms; {MachineLoad.Describe()}");
        foreach (var workers in options is [_, _, var only] ? [int.Parse(only, CultureInfo.InvariantCulture)] : new[] { 1, 16, 64 })
        {
            await new EtcdRun(etcd, server, bare, store, clients, value, workers).CompareAsync(rounds, Slice);
        }

        Console.WriteLine(MachineLoad.Describe());
        return 0;
    }

    // What a ConfigMap of the load becomes in the store: with its metadata and managed fields.
    private static async Task<byte[]> StoredValueAsync(RawClient client, EtcdProcess etcd)
    {
        await client.GetAsync(RawClient.Request("POST", Collection, LoadObjects.ConfigMap("sample", 0)));
        await using var registry = await EtcdStore.OpenAsync(new EtcdStoreOptions { Endpoints = [etcd.Address], CompactionInterval = TimeSpan.Zero });
        return (await registry.GetAsync("/registry/configmaps/default/sample")).Entry!.Value.ToArray();
    }
}
