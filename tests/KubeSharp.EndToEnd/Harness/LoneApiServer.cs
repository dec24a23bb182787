using System.Net;
using System.Net.Sockets;

namespace KubeSharp.EndToEnd.Harness;

/// <summary>
/// <c>kubesharp apiserver</c> as a process of its own, with upstream's flags and nothing that acts on what is written: no controllers, no
/// scheduler, no node. It listens on the loopback only and leaves nothing behind.
/// </summary>
public sealed class LoneApiServer : IAsyncLifetime
{
    private string[] _flags;
    private readonly int _port = FreePort();
    private BackgroundProcess? _process;

    /// <summary>A server with a store of its own.</summary>
    public LoneApiServer()
        : this([])
    {
    }

    /// <summary>A server with more flags.</summary>
    internal LoneApiServer(params string[] flags) => _flags = flags;

    /// <summary>The folder that holds everything of the server.</summary>
    public string DataDir { get; } = Path.Combine(Path.GetTempPath(), "ksapi-" + Guid.NewGuid().ToString("N")[..8]);

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(DataDir, "admin.kubeconfig");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(DataDir);
        await StartAsync();
    }

    /// <summary>Starts it, also again after it ended; returns when it is ready.</summary>
    public async Task StartAsync()
    {
        List<string> flags =
        [
            "apiserver", "--data-dir", DataDir, "--bind-address", "127.0.0.1", "--secure-port", $"{_port}", "--allow-privileged=true",
            "--enable-bootstrap-token-auth=true", "--authorization-mode=Node,RBAC", .. _flags,
        ];
        if (!_flags.Any(flag => flag.StartsWith("--service-cluster-ip-range", StringComparison.Ordinal))) flags.Add("--service-cluster-ip-range=10.0.0.0/16");
        var process = _process = BackgroundProcess.Start(Path.Combine(AppContext.BaseDirectory, "kubesharp"), flags);
        await Eventually.BecomesAsync("a ready API server", () => ReadyAsync(process), r => r.Output == "ok");
    }

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Starts it on what it has kept, with other flags than before.</summary>
    internal Task StartWithAsync(params string[] flags)
    {
        _flags = flags;
        Directory.CreateDirectory(DataDir);
        return StartAsync();
    }

    /// <summary>Runs our own program on the server's folder.</summary>
    internal Task<CommandResult> KubesharpAsync(params string[] arguments) =>
        Shell.RunAsync(Path.Combine(AppContext.BaseDirectory, "kubesharp"), [.. arguments, "--data-dir", DataDir]);

    /// <summary>Asks it to end, and waits until it has.</summary>
    public Task TerminateAsync() => _process!.TerminateAsync();

    /// <summary>Sends it a signal by its name.</summary>
    internal void Signal(string name) => _process!.Signal(name);

    /// <summary>Runs stock kubectl as the administrator.</summary>
    public Task<CommandResult> KubectlAsync(params string[] arguments) => KubectlAsync(arguments, input: null);

    /// <summary>Runs stock kubectl as the administrator, giving it <paramref name="input"/> to read.</summary>
    public Task<CommandResult> KubectlAsync(
        IEnumerable<string> arguments, string? input, string? binary = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        Dictionary<string, string> variables = new(environment ?? new Dictionary<string, string>())
        {
            ["KUBECONFIG"] = Kubeconfig,
            // No cache and no preferences of the machine's user; and none shared between versions, which write different caches.
            ["HOME"] = Path.Combine(DataDir, "home", Path.GetFileName(binary ?? "kubectl")),
        };
        return Shell.RunAsync(binary ?? KubectlBinaries.All[0], arguments, input, variables);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (Directory.Exists(DataDir))
            Directory.Delete(DataDir, recursive: true);
    }

    private Task<CommandResult> ReadyAsync(BackgroundProcess process) => process.HasExited
        ? throw new InvalidOperationException($"the API server ended:\n{process.Output}")
        : KubectlAsync("get", "--raw", "/readyz");

    // Below the ports that the system gives to connections, so that nobody has it when the server starts again.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20000, 30000);
            try
            {
                using var socket = new TcpListener(IPAddress.Loopback, port);
                socket.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has this one.
            }
        }
    }
}
