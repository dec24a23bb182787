using System.Text;
using KubeSharp.EndToEnd.Harness;
using KubeSharp.Tests.Kms;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>Secrets whose keys a key management service keeps, by the page of Kubernetes about it.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/</remarks>
public sealed class KeyManagementServiceTests : IAsyncLifetime
{
    private const string Secret = "swordfish-and-herring";

    private readonly LoneApiServer _server = new();
    private readonly TestKeyService _keys = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"encryption-{Guid.NewGuid():N}.yaml");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _keys.StartAsync();
        await File.WriteAllTextAsync(
            _file,
            $$"""
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - kms: {apiVersion: v2, name: vault, endpoint: "unix://{{_keys.Socket}}", timeout: 3s}
              - identity: {}
            """,
            Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _keys.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Secrets_outlive_the_server_and_a_new_key_and_are_nowhere_in_plain()
    {
        await StartAsync();
        await CreateAsync("one");
        Assert.True(await OnDiskAsync("k8s:enc:kms:v2:vault:"));
        await _server.KillAsync();
        Assert.False(await OnDiskAsync(Secret));

        _keys.Current = "key-2";
        await StartAsync();
        await CreateAsync("two");
        foreach (var name in (string[])["one", "two"]) Assert.Equal(Secret, await ValueAsync(name));
        Assert.True(_keys.Decrypted > 0);
    }

    [Fact]
    public async Task Without_the_service_a_server_says_so_and_is_well_when_it_comes_back()
    {
        await StartAsync();
        await CreateAsync("one");
        // What it has read it can go on reading.
        await _keys.StopAsync();
        Assert.Equal(Secret, await ValueAsync("one"));

        await _server.KillAsync();
        var starting = StartAsync();
        var told = await Eventually.BecomesAsync(
            "a server that misses the service",
            () => _server.KubectlAsync("get", "--raw", "/readyz?verbose"),
            result => result.Error.Contains("[-]kms-provider-0 failed", StringComparison.Ordinal));
        Assert.NotEqual(0, told.ExitCode);
        // A write that would have to be encrypted is refused, and nothing is written in plain instead.
        Assert.NotEqual(0, (await CreatedAsync("two")).ExitCode);
        Assert.False(await OnDiskAsync(Secret));
        (await _server.KubectlAsync("create", "configmap", "open", "--from-literal=a=b")).Succeeded();

        await _keys.StartAsync();
        await starting;
        Assert.Equal(Secret, await ValueAsync("one"));
        await Eventually.BecomesAsync("a secret", () => CreatedAsync("two"), result => result.ExitCode == 0);
    }

    private Task StartAsync() => _server.StartWithAsync("--encryption-provider-config", _file);

    private Task<CommandResult> CreatedAsync(string name) => _server.KubectlAsync("create", "secret", "generic", name, $"--from-literal=p={Secret}");

    private async Task CreateAsync(string name) => (await CreatedAsync(name)).Succeeded();

    private async Task<string> ValueAsync(string name)
    {
        var value = (await _server.KubectlAsync("get", "secret", name, "-o", "jsonpath={.data.p}")).Succeeded();
        return Encoding.UTF8.GetString(Convert.FromBase64String(value));
    }

    private async Task<bool> OnDiskAsync(string text)
    {
        var found = await Shell.RunAsync("grep", ["-raqsF", "--exclude=*.log", "-e", text, "-e", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), _server.DataDir]);
        return found.ExitCode == 0;
    }
}
