using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KubeSharp.Tests.Etcd;

/// <summary>A member of etcd as a process of its own on the loopback. Its data go with it.</summary>
internal sealed partial class EtcdProcess : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kubesharp-etcd-").FullName;
    private readonly string name;
    private readonly string cluster;
    private readonly string client;
    private readonly string peer;
    private readonly string[] flags;
    private Process? process;

    private EtcdProcess(string name, string client, string peer, string cluster, string[] flags)
    {
        this.flags = flags;
        this.name = name;
        this.client = client;
        this.peer = peer;
        this.cluster = cluster;
    }

    /// <summary>Where clients ask it.</summary>
    public Uri Address => new($"{(flags.Contains("--cert-file") ? "https" : "http")}://{client}");

    /// <summary>The network namespace that it runs in; null for the test's own.</summary>
    public string? NetworkNamespace { get; private init; }

    /// <summary>Where it keeps its data.</summary>
    public string DataDirectory => directory;

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process!.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a cluster of so many members.</summary>
    /// <param name="members">How many.</param>
    /// <param name="flags">More flags of theirs.</param>
    public static List<EtcdProcess> Start(int members, params string[] flags)
    {
        BeforeStart();
        var ports = FreePorts(2 * members);
        var cluster = string.Join(',', Enumerable.Range(0, members).Select(i => $"m{i}=http://127.0.0.1:{ports[(2 * i) + 1]}"));
        var all = Enumerable.Range(0, members).Select(i => new EtcdProcess($"m{i}", $"127.0.0.1:{ports[2 * i]}", $"127.0.0.1:{ports[(2 * i) + 1]}", cluster, flags)).ToList();
        foreach (var member in all) member.Run();
        return all;
    }

    /// <summary>Starts a cluster with a member in each of these network namespaces, at its address there.</summary>
    public static List<EtcdProcess> Start(IReadOnlyList<(string Namespace, string Address)> places)
    {
        BeforeStart();
        var cluster = string.Join(',', places.Select((place, i) => $"m{i}=http://{place.Address}:2380"));
        var all = places.Select((place, i) => new EtcdProcess($"m{i}", $"{place.Address}:2379", $"{place.Address}:2380", cluster, []) { NetworkNamespace = place.Namespace }).ToList();
        foreach (var member in all) member.Run();
        return all;
    }

    /// <summary>Starts it again after it was killed.</summary>
    public void Run()
    {
        var start = new ProcessStartInfo("/usr/bin/etcd")
        {
            ArgumentList =
            {
                "--name", name, "--data-dir", directory, "--listen-client-urls", Address.OriginalString, "--advertise-client-urls", Address.OriginalString,
                "--listen-peer-urls", $"http://{peer}", "--initial-advertise-peer-urls", $"http://{peer}",
                "--initial-cluster", cluster, "--logger", "zap", "--log-level", "error", "--heartbeat-interval", "50", "--election-timeout", "500",
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        if (NetworkNamespace is not null)
        {
            // Becomes etcd itself: no process stands in between.
            start.ArgumentList.Insert(0, start.FileName);
            start.ArgumentList.Insert(0, "--net=/run/netns/" + NetworkNamespace);
            start.FileName = "nsenter";
        }

        foreach (var flag in flags) start.ArgumentList.Add(flag);
        process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process!.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            Signal("CONT");
            await KillAsync();
        }

        process?.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    static partial void BeforeStart();

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
