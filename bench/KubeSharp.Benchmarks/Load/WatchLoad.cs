using System.Diagnostics;
using System.Globalization;
using KubeSharp.Benchmarks.Api;

namespace KubeSharp.Benchmarks.Load;

/// <summary>Watchers of one namespace, and writers whose every write carries the time at which it was sent.</summary>
internal sealed class WatchLoad(ServerProcess server, Clients writers, int watchers, TimeSpan duration, int padding = 900)
{
    private const string Collection = "/api/v1/namespaces/kube-public/configmaps";

    /// <param name="rate">Writes a second; null for as many as go.</param>
    /// <param name="real">What a real server delivers a second.</param>
    public async Task RunAsync(int? rate, double real)
    {
        var names = Enumerable.Range(0, 64).Select(i => $"w-{i}").ToArray();
        foreach (var name in names)
        {
            await writers.All[0].SendAsync(RawClient.Request("POST", Collection, LoadObjects.ConfigMap(name, 0, padding)));
        }

        var write = await WriteAsync(names);
        using var clients = await Clients.ConnectAsync(server.Port, watchers, server.Administrator);
        var request = RawClient.Request("GET", $"{Collection}?watch=true&resourceVersion=0&sendInitialEvents=false&resourceVersionMatch=NotOlderThan");
        foreach (var client in clients.All) await client.StreamAsync(request);
        using var ending = new CancellationTokenSource();
        var reading = clients.All.Select(client => Task.Run(() => ReadAsync(client, ending.Token))).ToArray();
        var used = await server.UseAsync();
        var watch = Stopwatch.StartNew();
        var next = -1;
        await Task.WhenAll(writers.All.Select(client => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                var number = Interlocked.Increment(ref next);
                if (rate is { } some && TimeSpan.FromSeconds((double)number / some) - watch.Elapsed is var wait && wait > TimeSpan.Zero) await Task.Delay(wait);
                var name = names[number % names.Length];
                await client.GetAsync(RawClient.Request("PUT", $"{Collection}/{name}", LoadObjects.ConfigMap(name, Stopwatch.GetTimestamp(), padding)));
            }
        })));
        // What was sent is still on its way.
        await Task.Delay(500);
        var spent = await server.UseAsync();
        await ending.CancelAsync();
        var delays = (await Task.WhenAll(reading)).SelectMany(list => list).Order().ToArray();
        var what = $"deliveries to {watchers}, {(rate is null ? "flat out" : $"{rate}/s")}{(padding > 1 << 10 ? $" of {padding >> 10} KiB" : "")}";
        LoadBenchmark.Report(what, delays.Length / duration.TotalSeconds, real, "/s", detail:
            $"p50 {LoadBenchmark.Millis(delays, 0.5):F1} ms, p99 {LoadBenchmark.Millis(delays, 0.99):F1} ms (real: 500 ms), {(spent - used).Each(delays.Length)}, {(spent - used - (write * (next + 1))).Allocated / Math.Max(1, delays.Length):N0} B without the writes");
    }

    // What a write costs that nobody watches.
    private async Task<ServerUse> WriteAsync(string[] names)
    {
        const int Writes = 500;
        var before = await server.UseAsync();
        for (var i = 0; i < Writes; i++)
        {
            var name = names[i % names.Length];
            await writers.All[0].GetAsync(RawClient.Request("PUT", $"{Collection}/{name}", LoadObjects.ConfigMap(name, i + 1, padding)));
        }

        return (await server.UseAsync() - before) * (1.0 / Writes);
    }

    private static async Task<List<long>> ReadAsync(RawClient client, CancellationToken ending)
    {
        var delays = new List<long>();
        var rest = new byte[256 * 1024];
        var kept = 0;
        try
        {
            while (true)
            {
                var part = await client.ReadSomeAsync(ending);
                if (part.Length == 0) return delays;
                part.Span.CopyTo(rest.AsSpan(kept));
                kept = Take(rest, kept + part.Length, delays);
            }
        }
        catch (OperationCanceledException)
        {
            return delays;
        }
    }

    // Notes the age of every event of which the mark is there whole; keeps what may be the beginning of another.
    private static int Take(byte[] bytes, int length, List<long> delays)
    {
        var mark = "\"mark\":\""u8;
        var now = Stopwatch.GetTimestamp();
        var at = 0;
        while (true)
        {
            var found = bytes.AsSpan(at, length - at).IndexOf(mark);
            if (found < 0)
            {
                at = Math.Max(at, length - mark.Length);
                break;
            }

            if (at + found + mark.Length + 20 > length)
            {
                at += found;
                break;
            }

            at += found + mark.Length;
            // Where the chunked encoding cuts a mark in two, the event is as old as the one before it.
            if (long.TryParse(bytes.AsSpan(at, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var sent)) delays.Add(now - sent);
            else if (delays.Count > 0) delays.Add(delays[^1]);
            at += 20;
        }

        bytes.AsSpan(at, length - at).CopyTo(bytes);
        return length - at;
    }
}
