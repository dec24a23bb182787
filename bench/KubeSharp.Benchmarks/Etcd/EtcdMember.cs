using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KubeSharp.Benchmarks.Etcd;

/// <summary>One etcd of its own on the loopback; its data go with it.</summary>
internal sealed class EtcdMember : IDisposable
{
    public const string Program = "/usr/bin/etcd";
    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private EtcdMember(Process process, DirectoryInfo directory, Uri address)
    {
        _process = process;
        _directory = directory;
        Address = address;
    }

    public Uri Address { get; }

    public static EtcdMember Start()
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-bench-etcd-");
        var (client, peer) = (new Uri($"http://127.0.0.1:{FreePort()}"), $"http://127.0.0.1:{FreePort()}");
        var process = Process.Start(new ProcessStartInfo(
            Program,
            [
                "--name", "m0", "--data-dir", directory.FullName, "--listen-client-urls", client.OriginalString, "--advertise-client-urls", client.OriginalString,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"m0={peer}", "--logger", "zap", "--log-level", "error",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new EtcdMember(process, directory, client);
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
