using System.Diagnostics;
using System.Globalization;
using System.Net;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Fuzz;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Benchmarks.Fuzzing;

/// <summary>Random requests for as long as one likes against a server in this process; what is found is told with its seed and number, and can be repeated.</summary>
internal static class FuzzMode
{
    private const int Batch = 2000;

    public static async Task<int> RunAsync(string[] options)
    {
        var seed = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : Environment.TickCount;
        var seconds = options.Length > 1 ? double.Parse(options[1], CultureInfo.InvariantCulture) : 60;
        var watch = Stopwatch.StartNew();
        var found = 0;
        var messages = new Dictionary<(int Status, string Message), (int Count, FuzzRequest First)>();
        var statuses = new SortedDictionary<int, int>();
        for (; watch.Elapsed.TotalSeconds < seconds; seed++)
        {
            // A fresh server for each seed: what a finding needs is never more than a batch of requests away.
            var fuzzer = await BatchAsync(seed);
            foreach (var finding in fuzzer.Findings)
            {
                found++;
                Console.WriteLine($"seed {seed}: {finding}\n");
            }

            foreach (var (message, (count, first)) in fuzzer.Messages)
            {
                var known = messages.GetValueOrDefault(message, (0, first));
                messages[message] = (known.Item1 + count, known.Item2);
            }

            foreach (var (status, count) in fuzzer.Statuses) statuses[status] = statuses.GetValueOrDefault(status) + count;
        }

        Console.WriteLine($"{statuses.Values.Sum()} requests in {watch.Elapsed.TotalSeconds:F0} s, {found} findings; next seed {seed}");
        Console.WriteLine($"answers: {string.Join(", ", statuses.Select(pair => $"{pair.Value} x {pair.Key}"))}");
        Console.WriteLine("500 on purpose, to compare with what Kubernetes says there; with a third argument all refusals:");
        foreach (var ((status, message), (count, first)) in messages.OrderBy(pair => pair.Key.Status).ThenByDescending(pair => pair.Value.Count))
        {
            if (status == 500 || options.Length > 2) Console.WriteLine($"  {count} x {status} {message}   (#{first.Number} {first.Method} {first.Target})");
        }

        return found == 0 ? 0 : 1;
    }

    private static async Task<Fuzzer> BatchAsync(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-fuzz-");
        try
        {
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = folder.FullName });
            using var log = new FuzzLog();
            var options = new ApiServerOptions { SecurePort = -1, AllowPrivileged = true, AdvertiseAddress = IPAddress.Parse("192.0.2.1") };
            await using var server = new ApiServerComponent(options, store, log, TimeProvider.System);
            await server.StartAsync();
            var user = new UserInfo { Name = "admin", Groups = [UserInfo.MastersGroup, UserInfo.AuthenticatedGroup] };
            using var http = new HttpMessageInvoker(server.CreateHandler(user));
            var fuzzer = new Fuzzer(http, log, seed);
            await fuzzer.RunAsync(0, Batch, 8, CancellationToken.None);
            return fuzzer;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
