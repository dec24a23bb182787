using System.Diagnostics;
using System.Globalization;
using KubeSharp.Benchmarks.Api;

namespace KubeSharp.Benchmarks.Load;

/// <summary>
/// A real API server process alone, over TLS, with this process as its client: 16 connections, ConfigMaps of 1 KiB. Each figure stands beside that of a
/// Kubernetes v1.36 API server on etcd, measured the same way on a machine of two cores.
/// </summary>
internal sealed class LoadBenchmark
{
    private const int Connections = 16;
    private const int Watchers = 100;
    private const string Collection = "/api/v1/namespaces/default/configmaps";
    private readonly ServerProcess _server;
    private readonly Clients _clients;
    private readonly TimeSpan _duration;

    private LoadBenchmark(ServerProcess server, Clients clients, TimeSpan duration)
    {
        _server = server;
        _clients = clients;
        _duration = duration;
    }

    public static async Task<int> RunAsync(string[] options)
    {
        var program = options is [var path, ..] ? path : ServerProcess.DefaultProgram();
        var seconds = options is [_, var time, ..] ? double.Parse(time, CultureInfo.InvariantCulture) : 3;
        var wanted = options.Length > 2 ? options[2].Split(',') : [];
        if (!File.Exists(program))
        {
            await Console.Error.WriteLineAsync($"{program} is not there; build src/KubeSharp in Release or name the program.");
            return 2;
        }

        Console.WriteLine($"{program}, {seconds} s a figure; \"real\" is a Kubernetes v1.36 API server on etcd on two cores");
        using var server = await ServerProcess.StartAsync(program);
        Report("start to ready", server.StartTime.TotalSeconds, 2.8, "s", lessIsBetter: true);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Report("resident, fresh", server.Resident() >> 20, 257, "MB", lessIsBetter: true);
        using var clients = await Clients.ConnectAsync(server.Port, Connections, server.Administrator);
        var benchmark = new LoadBenchmark(server, clients, TimeSpan.FromSeconds(seconds));
        try
        {
            await benchmark.MeasureAllAsync(wanted);
            return 0;
        }
        catch (InvalidOperationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private async Task MeasureAllAsync(string[] wanted)
    {
        bool Is(string name) => wanted.Length == 0 || wanted.Contains(name);
        var number = 0;
        if (Is("pods"))
        {
            // No controller runs here that would make the account of the namespace.
            await FillAsync(1, _ => RawClient.Request("POST", "/api/v1/namespaces/default/serviceaccounts", LoadObjects.DefaultAccount));
            await FillAsync(2000, i => RawClient.Request("POST", "/api/v1/namespaces/default/pods", LoadObjects.Pod($"pod-{i}")));
            Report("resident, 2,000 pods", _server.Resident() >> 20, 440, "MB", lessIsBetter: true);
        }

        await MeasureAsync("creates", 1100, Is("create"), _ =>
        {
            var name = $"c-{Interlocked.Increment(ref number)}";
            return RawClient.Request("POST", Collection, LoadObjects.ConfigMap(name, 0));
        });
        if (number == 0) await FillAsync(number = 2000, i => RawClient.Request("POST", Collection, LoadObjects.ConfigMap($"c-{i + 1}", 0)));
        var made = number;
        var gets = Enumerable.Range(0, 1000).Select(i => RawClient.Request("GET", $"{Collection}/c-{1 + (i % made)}")).ToArray();
        await MeasureAsync("GETs", 2500, Is("get"), i => gets[i % gets.Length]);
        if (Is("get"))
        {
            // What the server allocates must not grow with the object.
            await FillAsync(1, _ => RawClient.Request("POST", Collection, LoadObjects.ConfigMap("large", 0, 64 << 10)));
            var large = RawClient.Request("GET", $"{Collection}/large");
            await MeasureAsync("GETs of 64 KiB", 0, true, _ => large);
        }

        await MeasureAsync("updates", 1100, Is("update"), i =>
        {
            var name = $"c-{1 + (i % made)}";
            return RawClient.Request("PUT", $"{Collection}/{name}", LoadObjects.ConfigMap(name, i + 1));
        });
        await MeasureAsync("patches", 950, Is("patch"), i => RawClient.Request(
            "PATCH", $"{Collection}/c-{1 + (i % made)}", LoadObjects.Patch(-i - 1), "application/merge-patch+json"));
        var gone = 0;
        await MeasureAsync("deletes", 1400, Is("delete"), _ => Interlocked.Increment(ref gone) is var n && n <= made
            ? RawClient.Request("DELETE", $"{Collection}/c-{n}")
            : null);
        if (Is("list"))
        {
            await FillAsync(1000, i => RawClient.Request("POST", "/api/v1/namespaces/kube-public/configmaps", LoadObjects.ConfigMap($"l-{i}", 0)));
            var list = RawClient.Request("GET", "/api/v1/namespaces/kube-public/configmaps?labelSelector=app%3Dload");
            await MeasureAsync("LISTs of 1,000, by label", 50, true, _ => list);
            var all = RawClient.Request("GET", "/api/v1/namespaces/kube-public/configmaps");
            await MeasureAsync("LISTs of 1,000", 50, true, _ => all);
        }

        if (Is("watch"))
        {
            await new WatchLoad(_server, _clients, Watchers, _duration).RunAsync(350, 35_000);
            await new WatchLoad(_server, _clients, Watchers, _duration).RunAsync(null, 35_000);
            await new WatchLoad(_server, _clients, Watchers, _duration, 16 << 10).RunAsync(200, 0);
        }

        Report("resident, at the end", _server.Resident() >> 20, 0, "MB", lessIsBetter: true);
    }

    private async Task MeasureAsync(string what, double real, bool wanted, Func<int, byte[]?> request)
    {
        if (!wanted) return;
        var next = -1;
        var watch = Stopwatch.StartNew();
        var used = await _server.UseAsync();
        var results = await Task.WhenAll(_clients.All.Select(client => Task.Run(async () =>
        {
            var times = new List<long>(4096);
            while (watch.Elapsed < _duration && request(Interlocked.Increment(ref next)) is { } bytes)
            {
                var start = Stopwatch.GetTimestamp();
                await client.GetAsync(bytes);
                times.Add(Stopwatch.GetTimestamp() - start);
            }

            return times;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = results.SelectMany(times => times).Order().ToArray();
        var each = (await _server.UseAsync() - used).Each(all.Length);
        Report(what, all.Length / seconds, real, "/s", detail: $"p50 {Millis(all, 0.5):F1} ms, p99 {Millis(all, 0.99):F1} ms, {each}");
    }

    private async Task FillAsync(int count, Func<int, byte[]> request)
    {
        var next = -1;
        await Task.WhenAll(_clients.All.Select(client => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next)) await client.GetAsync(request(i));
        })));
    }

    internal static double Millis(long[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))] * 1e3 / Stopwatch.Frequency;

    internal static void Report(string what, double value, double real, string unit, bool lessIsBetter = false, string detail = "")
    {
        var multiple = real == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"real {real,7:N0} {unit,-2}  {(lessIsBetter ? real / value : value / real),5:F1} times{(lessIsBetter ? " less" : "")}");
        var format = value < 100 ? "N2" : "N0";
        Console.WriteLine($"{what,-28}{value.ToString(format, CultureInfo.InvariantCulture),10} {unit,-3} {multiple}  {detail}".TrimEnd());
    }
}
