using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Benchmarks.Api;

/// <summary>
/// GET, LIST and WATCH against bare Kestrel with the same bytes and the same TLS, in turns in one run. The bars: 0.6 for a GET of 2 KiB, 0.7 for a LIST
/// of 1,000 pods of 4 KiB, 0.5 for events delivered to 1,000 watchers.
/// </summary>
internal static class ApiBenchmark
{
    private const int Rounds = 25;
    private const int WarmUp = 6;
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(string[] options)
    {
        await using var host = await ApiHost.StartAsync();
        await using var bare = await BareKestrel.StartAsync(host.Certificate);
        if (options is [] or ["get"])
        {
            await ApiHost.PutAsync(host.Store, "ConfigMap", "configmaps", "one", 2048);
            await CompareAsync("GET of 2 KiB, client certificate", host, bare, "/api/v1/namespaces/default/configmaps/one", 16, host.ClientCertificate);
            await CompareAsync("GET of 2 KiB, token", host, bare, "/api/v1/namespaces/default/configmaps/one", 16, null);
            await ApiHost.PutAsync(host.Store, "ConfigMap", "configmaps", "large", 64 * 1024);
            await CompareAsync("GET of 64 KiB, client certificate", host, bare, "/api/v1/namespaces/default/configmaps/large", 16, host.ClientCertificate);
        }

        if (options is [] or ["list"])
        {
            for (var i = 0; i < 1000; i++)
                await ApiHost.PutAsync(host.Store, "Pod", "pods", $"pod-{i:D4}", 4096);
            await CompareAsync("LIST of 1,000 pods of 4 KiB", host, bare, "/api/v1/namespaces/default/pods", 4, host.ClientCertificate);
        }

        if (options is [] or ["watch"])
            await WatchAsync(host, bare, 1000, 300);
        return 0;
    }

    private static async Task CompareAsync(string what, ApiHost host, BareKestrel bare, string path, int connections, X509Certificate2? certificate)
    {
        var request = RawClient.Request(path, token: certificate is null);
        using var body = new MemoryStream();
        using (var client = await RawClient.ConnectAsync(host.Server.Port, certificate))
            await client.GetAsync(request, body);
        bare.Body = body.ToArray();
        using var bareClients = await Clients.ConnectAsync(bare.Port, connections, certificate);
        using var clients = await Clients.ConnectAsync(host.Server.Port, connections, certificate);
        var rounds = new List<(Figure Bare, Figure Ours)>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            // In turns, and each pair beside each other: what else the machine does then weighs on both.
            var yardstick = await MeasureAsync(bareClients.All, request);
            var ours = await MeasureAsync(clients.All, request);
            if (round >= 0) rounds.Add((yardstick, ours));
        }

        var ratios = rounds.Select(round => round.Ours.PerSecond / round.Bare.PerSecond).Order().ToArray();
        var (y, o) = (Median(rounds.Select(round => round.Bare)), Median(rounds.Select(round => round.Ours)));
        Console.WriteLine(
            $"{what} ({body.Length} bytes, {connections} connections): ratio {ratios[Rounds / 2]:F2} (middle half {ratios[Rounds / 4]:F2} to {ratios[Rounds * 3 / 4]:F2}); "
            + $"{o.PerSecond:F0}/s, bare {y.PerSecond:F0}/s; allocated per request {o.Allocated:F0} bytes, bare {y.Allocated:F0} (client included); "
            + $"p50 {o.P50:F0} µs, bare {y.P50:F0} µs");
    }

    private static Figure Median(IEnumerable<Figure> figures) => figures.OrderBy(figure => figure.PerSecond).ElementAt(Rounds / 2);

    private static async Task<Figure> MeasureAsync(RawClient[] clients, byte[] request)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            var times = new List<long>(25_000);
            while (watch.Elapsed < Duration)
            {
                var start = Stopwatch.GetTimestamp();
                await client.GetAsync(request);
                times.Add(Stopwatch.GetTimestamp() - start);
            }

            return times;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before - (clients.Length * 200_000L);
        var all = latencies.SelectMany(times => times).Order().ToArray();
        return new Figure(all.Length / seconds, (double)allocated / all.Length, all[all.Length / 2] * 1e6 / Stopwatch.Frequency);
    }

    private static async Task WatchAsync(ApiHost host, BareKestrel bare, int watchers, int events)
    {
        await ApiHost.PutAsync(host.Store, "ConfigMap", "configmaps", "watched", 2048);
        var revision = host.Store.KnownRevision;
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/namespaces/default/configmaps?watch=true&resourceVersion={revision}");
        using var sample = await RawClient.ConnectAsync(host.Server.Port);
        var ours = await StreamAsync(host.Server.Port, path, watchers, events, async () =>
        {
            for (var i = 0; i < events; i++)
                await ApiHost.PutAsync(host.Store, "ConfigMap", "configmaps", "watched", 2048, $"{i}");
        });
        // The same frames, as one watcher would get them.
        bare.Frames = [.. Enumerable.Range(0, events).Select(_ => Frame(2048 + 30 + 27))];
        var yardstick = await StreamAsync(bare.Port, "/watch", watchers, events, () =>
        {
            bare.Go();
            return Task.CompletedTask;
        });
        Console.WriteLine(
            $"WATCH by {watchers} of {events} events of 2 KiB: {ours.PerSecond:F0} deliveries/s, bare {yardstick.PerSecond:F0}/s, " +
            $"ratio {ours.PerSecond / yardstick.PerSecond:F2}; allocated per delivery {ours.Allocated:F0} bytes, bare {yardstick.Allocated:F0} (client included)");
    }

    private static byte[] Frame(int length)
    {
        var frame = new byte[length];
        frame.AsSpan().Fill((byte)'x');
        "}\n"u8.CopyTo(frame.AsSpan(length - 2));
        return frame;
    }

    private static async Task<Figure> StreamAsync(int port, string path, int watchers, int events, Func<Task> begin)
    {
        var request = RawClient.Request(path);
        var clients = new List<RawClient>();
        try
        {
            for (var i = 0; i < watchers; i++)
            {
                var client = await RawClient.ConnectAsync(port);
                clients.Add(client);
                await client.StreamAsync(request);
            }

            var before = GC.GetTotalAllocatedBytes(precise: true);
            var watch = Stopwatch.StartNew();
            var reading = clients.Select(client => client.ReadFramesAsync(events)).ToArray();
            await begin();
            await Task.WhenAll(reading);
            var deliveries = (double)watchers * events;
            return new Figure(deliveries / watch.Elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / deliveries, 0);
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private readonly record struct Figure(double PerSecond, double Allocated, double P50);
}
