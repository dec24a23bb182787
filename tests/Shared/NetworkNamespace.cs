using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KubeSharp.Tests.Shared;

/// <summary>A network namespace of the test's own, without uplink, removed with everything in it at the end.</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    public NetworkNamespace(string purpose)
    {
        Name = $"kst-{Environment.ProcessId}-{purpose}";
        Run("ip", "netns", "add", Name);
        Execute("ip", "link", "set", "lo", "up");
    }

    public string Name { get; }

    public string Path => "/run/netns/" + Name;

    /// <summary>True where namespaces can be made and the tools are there.</summary>
    public static bool IsPossible => Environment.UserName == "root" && File.Exists("/usr/sbin/iptables-restore") && File.Exists("/usr/sbin/ip");

    /// <summary>Runs a program in the namespace and answers its output.</summary>
    public string Execute(params string[] words) => Run("nsenter", ["--net=" + Path, .. words]);

    /// <summary>Same with environment variables and standard input.</summary>
    public string Execute(string input, Dictionary<string, string> environment, params string[] words) =>
        Run("nsenter", ["--net=" + Path, .. words], input, environment);

    /// <summary>Runs code on a thread that lives in the namespace; the sockets it makes stay there.</summary>
    public T Inside<T>(Func<T> work)
    {
        T? result = default;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(Path);
                if (SetNamespace(file.DangerousGetHandle().ToInt32(), CloneNewNet) != 0)
                    throw new InvalidOperationException("setns failed: " + Marshal.GetLastPInvokeError());
                result = work();
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        return fault is null ? result! : throw new InvalidOperationException(fault.Message, fault);
    }

    /// <summary>A server that answers every connection with its name and the client's address.</summary>
    public Socket Serve(string address, int port, string name)
    {
        var listener = Inside(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            socket.Listen(64);
            return socket;
        });
        _ = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var connection = await listener.AcceptAsync();
                    var client = ((IPEndPoint)connection.RemoteEndPoint!).Address;
                    await connection.SendAsync(System.Text.Encoding.ASCII.GetBytes($"{name} {client}"));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test ended.
            }
        });
        return listener;
    }

    /// <summary>What a server answers, or "refused" or "timeout".</summary>
    public string Ask(string address, int port) => Inside(() =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        try
        {
            if (!socket.ConnectAsync(IPAddress.Parse(address), port).Wait(TimeSpan.FromSeconds(5)))
                return "timeout";
            var buffer = new byte[256];
            return System.Text.Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
        }
        catch (AggregateException e) when (e.InnerException is SocketException inner)
        {
            return inner.SocketErrorCode == SocketError.ConnectionRefused ? "refused" : inner.SocketErrorCode.ToString();
        }
    });

    public void Dispose() => Run("ip", "netns", "delete", Name);

    private static string Run(string program, params string[] arguments) => Run(program, arguments, "", []);

    private static string Run(string program, string[] arguments, string input, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result} {output}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int fd, int kind);
}
