using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Benchmarks.Api;

namespace KubeSharp.Benchmarks.Load;

/// <summary>A real <c>kubesharp apiserver</c> in a process of its own, on a data directory of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private ServerProcess(Process process, DirectoryInfo directory, int port, TimeSpan startTime)
    {
        _process = process;
        _directory = directory;
        Port = port;
        StartTime = startTime;
        Administrator = X509Certificate2.CreateFromPemFile(
            Path.Combine(directory.FullName, "pki", "admin.crt"), Path.Combine(directory.FullName, "pki", "admin.key"));
    }

    public int Port { get; }

    /// <summary>From the start of the process until /readyz said so.</summary>
    public TimeSpan StartTime { get; }

    /// <summary>A member of system:masters.</summary>
    public X509Certificate2 Administrator { get; }

    /// <summary>Starts the program and waits until it is ready; the second start of a directory, whose certificates are made already, is what counts.</summary>
    public static async Task<ServerProcess> StartAsync(string program, params string[] moreFlags)
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-load-");
        (await StartAsync(program, directory, moreFlags)).Stop();
        return await StartAsync(program, directory, moreFlags);
    }

    /// <summary>The program as the Release build makes it.</summary>
    public static string DefaultProgram()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KubeSharp.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? "", "src", "KubeSharp", "bin", "Release", "net10.0", "kubesharp");
    }

    /// <summary>Resident memory in bytes.</summary>
    public long Resident()
    {
        foreach (var line in File.ReadLines($"/proc/{_process.Id}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                return long.Parse(line.AsSpan("VmRSS:".Length).Trim(" kB\t"), CultureInfo.InvariantCulture) * 1024;
        }

        return 0;
    }

    /// <summary>What it has used so far.</summary>
    public async Task<ServerUse> UseAsync()
    {
        using var client = await RawClient.ConnectAsync(Port, Administrator);
        using var metrics = new MemoryStream();
        await client.GetAsync(RawClient.Request("GET", "/metrics"), metrics);
        var allocated = Encoding.UTF8.GetString(metrics.GetBuffer(), 0, (int)metrics.Length).Split('\n')
            .First(line => line.StartsWith("dotnet_gc_allocated_bytes_total ", StringComparison.Ordinal));
        _process.Refresh();
        return new ServerUse(_process.TotalProcessorTime, double.Parse(allocated.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        Administrator.Dispose();
        if (_directory.Exists) _directory.Delete(recursive: true);
    }

    private static async Task<ServerProcess> StartAsync(string program, DirectoryInfo directory, string[] moreFlags)
    {
        var port = FreePort();
        string[] flags =
        [
            "apiserver", "--data-dir", directory.FullName, "--secure-port", port.ToString(CultureInfo.InvariantCulture), "--allow-privileged=true",
            "--authorization-mode=Node,RBAC", "--service-cluster-ip-range=10.0.0.0/16", .. moreFlags,
        ];
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(program, flags) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) =>
        {
            if (line.Data is { } text && text.Contains("fail", StringComparison.OrdinalIgnoreCase)) Console.Error.WriteLine(text);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ready = RawClient.Request("/readyz", token: false);
        while (true)
        {
            try
            {
                using var client = await RawClient.ConnectAsync(port);
                await client.SendAsync(ready);
                if (client.Status == 200) return new ServerProcess(process, directory, port, watch.Elapsed);
            }
            catch (SocketException)
            {
                // Not listening yet.
            }

            if (process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60)) throw new InvalidOperationException($"{program} did not become ready.");
            await Task.Delay(2);
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private void Stop()
    {
        if (_process.HasExited) return;
        _process.Kill();
        _process.WaitForExit();
    }
}
