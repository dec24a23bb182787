using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KubeSharp.Tests.Etcd;

/// <summary>A member of etcd as a process of its own on the loopback. Its data go with it.</summary>
internal sealed class EtcdProcess : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kubesharp-etcd-").FullName;
    private readonly string name;
    private readonly string cluster;
    private readonly int clientPort;
    private readonly int peerPort;
    private readonly string[] flags;
    private Process? process;

    private EtcdProcess(string name, int clientPort, int peerPort, string cluster, string[] flags)
    {
        this.flags = flags;
        this.name = name;
        this.clientPort = clientPort;
        this.peerPort = peerPort;
        this.cluster = cluster;
    }

    /// <summary>Where clients ask it.</summary>
    public Uri Address => new($"{(flags.Contains("--cert-file") ? "https" : "http")}://127.0.0.1:{clientPort}");

    /// <summary>Where it keeps its data.</summary>
    public string DataDirectory => directory;

    /// <summary>Ends the test, unheeded, where etcd is not installed.</summary>
    public static void Require()
    {
        if (!File.Exists("/usr/bin/etcd")) Assert.Skip("etcd is not installed");
    }

    /// <summary>Starts a cluster of so many members.</summary>
    /// <param name="members">How many.</param>
    /// <param name="flags">More flags of theirs.</param>
    public static List<EtcdProcess> Start(int members, params string[] flags)
    {
        Require();
        var ports = FreePorts(2 * members);
        var cluster = string.Join(',', Enumerable.Range(0, members).Select(i => $"m{i}=http://127.0.0.1:{ports[(2 * i) + 1]}"));
        var all = Enumerable.Range(0, members).Select(i => new EtcdProcess($"m{i}", ports[2 * i], ports[(2 * i) + 1], cluster, flags)).ToList();
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
                "--listen-peer-urls", $"http://127.0.0.1:{peerPort}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peerPort}",
                "--initial-cluster", cluster, "--logger", "zap", "--log-level", "error", "--heartbeat-interval", "50", "--election-timeout", "500",
            },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
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

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
