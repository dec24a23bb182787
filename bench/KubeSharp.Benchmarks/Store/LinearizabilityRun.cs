using System.Diagnostics;
using System.Globalization;
using KubeSharp.Benchmarks.Measuring;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Sqlite;
using KubeSharp.Tests.Etcd;
using KubeSharp.Tests.Linearizability;
using SQLitePCL;

namespace KubeSharp.Benchmarks.Store;

/// <summary>
/// Records histories of concurrent clients while faults happen, many after another, and checks each: no measurement, but a long run. On the embedded store
/// transactions fail and it is compacted; of an etcd of three members one is killed, stopped or left alone at a time.
/// </summary>
internal static class LinearizabilityRun
{
    public static async Task<int> RunAsync(string[] options)
    {
        var rounds = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 100;
        var calls = options.Length > 2 ? int.Parse(options[2], CultureInfo.InvariantCulture) : 500;
        var seed = options.Length > 3 ? int.Parse(options[3], CultureInfo.InvariantCulture) : Environment.TickCount;
        var tally = new LinearizabilityTally(rounds, calls, seed);
        Console.WriteLine(MachineLoad.Describe());
        var failed = options is ["etcd", ..] ? await OnEtcdAsync(tally) : await OnEmbeddedAsync(tally);
        Console.WriteLine($"{tally}; seed {seed}; {MachineLoad.Describe()}");
        return failed ? 1 : 0;
    }

    private static async Task<bool> OnEmbeddedAsync(LinearizabilityTally tally)
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-bench-");
        try
        {
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.FullName, CompactionInterval = TimeSpan.Zero });
            return await tally.RunAsync(store, async (random, running) =>
            {
                store.Writer.Sabotage = _ =>
                {
                    // On the writer's thread only, hence of one at a time.
                    if (random.Next(40) != 0) return;
                    tally.Fault();
                    throw new SqliteFaultException(random.Next(2) == 0 ? raw.SQLITE_FULL : raw.SQLITE_IOERR, "injected");
                };
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, Task.Delay(20));
                    try
                    {
                        await store.CompactAsync(Math.Max(1, store.KnownRevision - 1000));
                    }
                    catch (StoreUnavailableException)
                    {
                        // One of the injected faults.
                    }
                }

                store.Writer.Sabotage = null;
            });
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<bool> OnEtcdAsync(LinearizabilityTally tally)
    {
        var members = EtcdProcess.Start(3);
        try
        {
            await using var store = await EtcdStore.OpenAsync(new EtcdStoreOptions
            {
                Endpoints = [.. members.Select(member => member.Address)],
                KeyRoot = "/k/",
                EtcdPrefix = "/k/",
                RequestTimeout = TimeSpan.FromSeconds(4),
                CompactionInterval = TimeSpan.Zero,
            });
            return await tally.RunAsync(store, async (random, running) =>
            {
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, Task.Delay(random.Next(100, 1000)));
                    if (running.IsCompleted) return;
                    var member = members[random.Next(members.Count)];
                    tally.Fault();
                    if (random.Next(2) == 0)
                    {
                        member.Signal("STOP");
                        await Task.Delay(random.Next(100, 2500));
                        member.Signal("CONT");
                    }
                    else
                    {
                        await member.KillAsync();
                        member.Run();
                    }
                }
            });
        }
        finally
        {
            foreach (var member in members) await member.DisposeAsync();
        }
    }
}
