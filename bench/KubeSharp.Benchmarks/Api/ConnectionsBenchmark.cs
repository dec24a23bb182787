using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace KubeSharp.Benchmarks.Api;

/// <summary>
/// Memory of a server with ten thousand idle connections: after their TLS handshake, after one request each, and with a watch on each. The clients are in
/// another process, so that they do not count.
/// </summary>
internal static class ConnectionsBenchmark
{
    private const string Watch = "GET /api/v1/namespaces/default/configmaps?watch=1 HTTP/1.1";

    public static async Task<int> RunAsync(string[] options)
    {
        if (options is ["connect", var wanted, var port])
        {
            await ConnectAsync(int.Parse(wanted, CultureInfo.InvariantCulture), int.Parse(port, CultureInfo.InvariantCulture));
            return 0;
        }

        var count = options is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 10_000;
        await using var host = await ApiHost.StartAsync();
        var before = Resident();
        Console.WriteLine($"no connections: resident {before >> 20} MiB, managed heap {GC.GetTotalMemory(true) >> 20} MiB");
        using var clients = Process.Start(new ProcessStartInfo(
            OwnProgram.Path, [.. OwnProgram.Prefix, "connections", "connect", Text(count), Text(host.Server.Port)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        // Each step is announced by the clients and ended by the server's process, when it has looked at itself.
        while (await clients.StandardOutput.ReadLineAsync() is { } step)
        {
            GC.Collect();
            var now = Resident();
            Console.WriteLine(
                $"{count} {step}: resident {now >> 20} MiB ({(now - before) / Math.Max(1, count) / 1024.0:F1} KiB a connection), managed heap {GC.GetTotalMemory(false) >> 20} MiB");
            await clients.StandardInput.WriteLineAsync();
        }

        await clients.WaitForExitAsync();
        return clients.ExitCode;
    }

    private static async Task ConnectAsync(int count, int port)
    {
        var streams = new SslStream[count];
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancelled) =>
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", port, cancelled);
            streams[i] = new SslStream(tcp.GetStream(), false, (_, shown, _, _) => shown is not null);
            await streams[i].AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, cancelled);
        });
        await SayAsync($"idle connections (made in {watch.Elapsed.TotalSeconds:F1} s)");
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancelled) => await AskAsync(streams[i], "GET /version HTTP/1.1", cancelled));
        await SayAsync("connections after one request");
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancelled) => await AskAsync(streams[i], Watch, cancelled));
        await SayAsync("connections with a watch");
        foreach (var stream in streams) await stream.DisposeAsync();
    }

    // The answers fit into one read each; nothing of them is looked at.
    private static async Task AskAsync(SslStream stream, string line, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: localhost\r\nAuthorization: Bearer {ApiHost.Token}\r\n\r\n"), cancellationToken);
        _ = await stream.ReadAsync(new byte[4096], cancellationToken);
    }

    private static async Task SayAsync(string step)
    {
        await Console.Out.WriteLineAsync(step);
        await Console.Out.FlushAsync();
        await Console.In.ReadLineAsync();
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
