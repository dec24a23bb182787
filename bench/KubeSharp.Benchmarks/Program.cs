using BenchmarkDotNet.Running;
using KubeSharp.Benchmarks.Api;
using KubeSharp.Benchmarks.Etcd;
using KubeSharp.Benchmarks.Fuzzing;
using KubeSharp.Benchmarks.Load;
using KubeSharp.Benchmarks.Scheduling;
using KubeSharp.Benchmarks.Store;

// Whole-program measurements have a word of their own; everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["store", .. var options]:
        return await StoreBenchmark.RunAsync(options);
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
            "usage: api [get|list|watch] | api-load [PROGRAM [SECONDS [create,get,...]]] | fuzz [SEED [SECONDS]] | memory [PODS] | connections [COUNT] | store [WRITES] [VALUE BYTES] [WRITERS] | scheduler [PODS] [NODES] | " +
            "--filter '*' (micro-benchmarks, BenchmarkDotNet's own options)");
        return 2;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
