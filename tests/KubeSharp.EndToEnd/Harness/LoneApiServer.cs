using System.Net;
using System.Net.Sockets;

namespace KubeSharp.EndToEnd.Harness;

/// <summary>
/// <c>kubesharp apiserver</c> as a process of its own, with upstream's flags and nothing that acts on what is written: no controllers, no
/// scheduler, no node. It listens on the loopback only and leaves nothing behind.
/// </summary>
public sealed class LoneApiServer : IAsyncLifetime
{
    private readonly string[] _flags;
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
        var port = FreePort();
        _process = BackgroundProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "kubesharp"),
            ["apiserver", "--data-dir", DataDir, "--bind-address", "127.0.0.1", "--secure-port", $"{port}", "--allow-privileged=true",
                "--enable-bootstrap-token-auth=true", "--authorization-mode=Node,RBAC", "--service-cluster-ip-range=10.0.0.0/16", .. _flags]);
        await Eventually.BecomesAsync("a ready API server", () => KubectlAsync("get", "--raw", "/readyz"), r => r.Output == "ok");
    }

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

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
