namespace KubeSharp.EndToEnd.Harness;

/// <summary>
/// A whole one-node cluster as a user gets it from <c>kubesharp up</c>, in a network namespace and a data directory of its own.
/// Whatever happens, nothing of it stays.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    /// <summary>The image that tests run, made from Debian's busybox.</summary>
    public const string Image = "busybox:e2e";

    private readonly string _dataDir = Path.Combine(Path.GetTempPath(), "kse2e-" + Guid.NewGuid().ToString("N")[..8]);
    private NetworkNamespace? _network;

    /// <summary>The folder that holds everything of the cluster.</summary>
    public string DataDir => _dataDir;

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(_dataDir, "admin.kubeconfig");

    /// <summary>What <c>kubesharp up</c> printed.</summary>
    public string UpOutput { get; private set; } = "";

    private static string Program => Path.Combine(AppContext.BaseDirectory, "kubesharp");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _network = await NetworkNamespace.CreateAsync();
        var archive = Path.Combine(Directory.CreateDirectory(Path.Combine(_dataDir, "images")).FullName, "busybox.tar");
        (await Shell.RunAsync(Path.Combine(Repository.Root, "tests/images/make-busybox-image"), [archive, "docker.io/library/" + Image])).Succeeded();
        UpOutput = (await UpAsync()).Succeeded();
    }

    /// <summary>Runs <c>kubesharp up</c> for this cluster.</summary>
    public Task<CommandResult> UpAsync() => KubesharpAsync("up");

    /// <summary>Runs the program with this cluster's data directory, inside its network namespace.</summary>
    public Task<CommandResult> KubesharpAsync(params string[] arguments) =>
        Network.RunAsync(Program, [.. arguments, "--data-dir", _dataDir]);

    /// <summary>Runs any program inside the cluster's network namespace, as its node sees the network.</summary>
    public Task<CommandResult> OnNodeAsync(string program, params string[] arguments) => Network.RunAsync(program, arguments);

    /// <summary>Runs stock kubectl as the administrator.</summary>
    public Task<CommandResult> KubectlAsync(params string[] arguments) => KubectlAsync(arguments, input: null);

    /// <summary>Runs stock kubectl as the administrator, giving it <paramref name="input"/> to read.</summary>
    public Task<CommandResult> KubectlAsync(IEnumerable<string> arguments, string? input, string? binary = null, TimeSpan? limit = null) =>
        Network.RunAsync(
            binary ?? KubectlBinaries.All[0],
            arguments,
            input,
            // No HOME of the machine's user: no cache and no preferences of somebody else's.
            new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig, ["HOME"] = _dataDir },
            limit);

    /// <summary>The answer of <c>kubectl get … -o jsonpath</c>.</summary>
    public async Task<string> JsonPathAsync(string what, string path) =>
        (await KubectlAsync([.. what.Split(' '), "-o", $"jsonpath={path}"], input: null)).Output;

    /// <summary>A namespace for one test.</summary>
    public async Task<TestNamespace> NamespaceAsync()
    {
        TestNamespace created = new(this, "t-" + Guid.NewGuid().ToString("N")[..8]);
        (await KubectlAsync("create", "namespace", created.Name)).Succeeded();
        await Eventually.BecomesAsync(
            "the default service account",
            () => KubectlAsync("-n", created.Name, "get", "serviceaccount", "default"),
            r => r.ExitCode == 0);
        return created;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_network is null)
            return;
        try
        {
            (await KubesharpAsync("reset", "--yes")).Succeeded();
        }
        finally
        {
            await _network.DisposeAsync();
            if (Directory.Exists(_dataDir))
                Directory.Delete(_dataDir, recursive: true);
        }
    }

    private NetworkNamespace Network => _network ?? throw new InvalidOperationException("the cluster has not started");
}
