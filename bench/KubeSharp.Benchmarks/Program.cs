using System.Globalization;
using BenchmarkDotNet.Running;
using KubeSharp.Benchmarks.Api;
using KubeSharp.Benchmarks.Etcd;
using KubeSharp.Benchmarks.Fuzzing;
using KubeSharp.Benchmarks.Load;
using KubeSharp.Benchmarks.Scheduling;
using KubeSharp.Benchmarks.Store;
using KubeSharp.Storage.CrashLoad;

// Whole-program measurements have a word of their own; everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["store", .. var options]:
        return await StoreBenchmark.RunAsync(options);
    case ["store-churn", .. var options]:
        return await ChurnBenchmark.RunAsync(options);
    case ["store-keys", .. var options]:
        return await KeysBenchmark.RunAsync(options);
    case ["crash", .. var options]:
        return await CrashCommand.RunAsync(
            options is [var what, ..] ? what : "trial",
            options is [_, var kills, ..] ? int.Parse(kills, CultureInfo.InvariantCulture) : 5000,
            options is [_, _, var seed] ? int.Parse(seed, CultureInfo.InvariantCulture) : Environment.TickCount);
    case ["linearizability", .. var options]:
        return await LinearizabilityRun.RunAsync(options);
    case ["etcd", .. var options]:
        return await EtcdBenchmark.RunAsync(options);
    case ["scheduler", .. var options]:
        return SchedulerBenchmark.Run(options);
    case ["api", .. var options]:
        return await ApiBenchmark.RunAsync(options);
    case ["api-load", .. var options]:
        return await LoadBenchmark.RunAsync(options);
    case ["fuzz", .. var options]:
        return await FuzzMode.RunAsync(options);
    case ["memory", .. var options]:
        return await MemoryBenchmark.RunAsync(options);
    case ["connections", .. var options]:
        return await ConnectionsBenchmark.RunAsync(options);
    case []:
        Console.Error.WriteLine(
            "usage: api [get|list|watch] | api-load [PROGRAM [SECONDS [create,get,...]]] | fuzz [SEED [SECONDS]] | memory [PODS] | connections [COUNT] | "
            + "store [ROUNDS] [VALUE BYTES] [WRITERS] | store-churn [UPDATES] [KEYS] [COMPACTION SECONDS] | store-keys [KEYS] | etcd [PROGRAM] [ROUNDS] [WRITERS] | "
            + "crash trial|power|nosync [KILLS] [SEED] | linearizability embedded|etcd [ROUNDS] [CALLS] [SEED] | scheduler [PODS] [NODES] | "
            + "--filter '*' (micro-benchmarks, BenchmarkDotNet's own options)");
        return 2;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
