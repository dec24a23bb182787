using System.Text;
using KubeSharp.EndToEnd.Harness;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>Encryption at rest as a user sets it up, by the page of Kubernetes about it; looked at from below, in the bytes of the store.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/</remarks>
public sealed class EncryptionAtRestTests : IAsyncLifetime
{
    private const string Secret = "swordfish-and-herring";
    private const string Key1 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Key2 = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private readonly LoneApiServer _server = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"encryption-{Guid.NewGuid():N}.yaml");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Secrets_go_from_plain_through_every_cipher_and_the_old_keys_can_be_thrown_away()
    {
        await _server.StartWithAsync();
        await CreateAsync("one");
        Assert.True(await OnDiskAsync(Secret));

        var former = "identity: {}";
        foreach (var cipher in (string[])["aescbc", "aesgcm", "secretbox"])
        {
            var next = $"{cipher}: {{keys: [{{name: key1, secret: {Key1}}}]}}";
            await RestartAsync(next, former);
            await CreateAsync(cipher);
            Assert.True(await OnDiskAsync($"k8s:enc:{cipher}:v1:key1:"));
            await RewriteAsync();
            // Only the new key from now on.
            await RestartAsync(next);
            Assert.Contains(Secret, await ValueAsync("one"));
            Assert.Contains(Secret, await ValueAsync(cipher));
            former = next;
        }

        // A snapshot is encrypted like the store that it is taken of.
        (await _server.KubesharpAsync("snapshot", "save", "--name", "last")).Succeeded();
        var saved = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_server.DataDir, "snapshots", "last.db"), Cancelled));
        Assert.Contains("k8s:enc:secretbox:v1:key1:", saved);
    }

    [Fact]
    public async Task Nothing_of_a_secret_that_was_always_encrypted_is_on_the_disk()
    {
        await RestartAsync($"aescbc: {{keys: [{{name: key1, secret: {Key1}}}]}}");
        await CreateAsync("one");
        (await _server.KubectlAsync("patch", "secret", "one", "-p", $"{{\"stringData\":{{\"more\":\"{Secret}\"}}}}")).Succeeded();
        Assert.False(await OnDiskAsync(Secret));
        (await _server.KubesharpAsync("snapshot", "save")).Succeeded();
        await _server.KillAsync();
        Assert.False(await OnDiskAsync(Secret));
        Assert.True(await OnDiskAsync("k8s:enc:aescbc:v1:key1:"));
    }

    [Fact]
    public async Task A_key_that_is_missing_fails_what_it_wrote_and_nothing_else()
    {
        await RestartAsync($"aesgcm: {{keys: [{{name: key1, secret: {Key1}}}]}}");
        await CreateAsync("one");
        await RestartAsync($"aesgcm: {{keys: [{{name: key2, secret: {Key2}}}]}}", "identity: {}");
        await CreateAsync("two");
        Assert.Contains(
            "Error from server (InternalError): Internal error occurred: no matching key was found for the provided AES transformer",
            (await _server.KubectlAsync("get", "secret", "one")).Failed());
        Assert.Contains(
            "Internal error occurred: unable to transform key \"/registry/secrets/default/one\": no matching key was found for the provided AES transformer",
            (await _server.KubectlAsync("get", "secrets")).Failed());
        Assert.Contains(Secret, await ValueAsync("two"));
        (await _server.KubectlAsync("get", "secrets", "-n", "kube-system")).Succeeded();
        (await _server.KubectlAsync("get", "configmaps", "-A")).Succeeded();
        await _server.KillAsync();
        await _server.StartWithAsync();
        Assert.Contains("Internal error occurred: identity transformer tried to read encrypted data", (await _server.KubectlAsync("get", "secret", "one")).Failed());
    }

    [Fact]
    public async Task A_configuration_is_taken_over_while_the_server_runs_and_a_bad_one_is_not()
    {
        await WriteAsync($"aescbc: {{keys: [{{name: key1, secret: {Key1}}}]}}");
        await _server.StartWithAsync("--encryption-provider-config", _file, "--encryption-provider-config-automatic-reload=true");
        Assert.Equal("ok", (await _server.KubectlAsync("get", "--raw", "/healthz/kms-providers")).Succeeded());
        await CreateAsync("one");
        await WriteAsync($"aescbc: {{keys: [{{name: key2, secret: {Key2}}}, {{name: key1, secret: {Key1}}}]}}");
        await ReloadsAsync("success", 1);
        await CreateAsync("two");
        Assert.True(await OnDiskAsync("k8s:enc:aescbc:v1:key2:"));
        await RewriteAsync();
        await WriteAsync($"aescbc: {{keys: [{{name: key2, secret: {Key2}}}]}}");
        await ReloadsAsync("success", 2);
        Assert.Contains(Secret, await ValueAsync("one"));
        await WriteAsync("aescbc: {keys: [{name: key3, secret: c2hvcnQ=}]}");
        await ReloadsAsync("failure", 1);
        await CreateAsync("three");
        Assert.Contains(Secret, await ValueAsync("three"));
    }

    [Fact]
    public async Task Custom_resources_and_whole_groups_are_encrypted_in_etcd_too()
    {
        var members = EtcdProcess.Start(1);
        try
        {
            var etcd = members[0].Address.OriginalString;
            await File.WriteAllTextAsync(_file, Text("'*.example.com', '*.apps'", $"secretbox: {{keys: [{{name: key1, secret: {Key1}}}]}}"), Cancelled);
            await _server.StartWithAsync("--etcd-servers", etcd, "--encryption-provider-config", _file);
            (await _server.KubectlAsync(["create", "-f", "-"], """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: boats.example.com}
                spec:
                  group: example.com
                  names: {kind: Boat, plural: boats}
                  scope: Namespaced
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
                """)).Succeeded();
            await Eventually.BecomesAsync(
                "a boat",
                () => _server.KubectlAsync(["create", "-f", "-"], $"apiVersion: example.com/v1\nkind: Boat\nmetadata: {{name: b}}\ncargo: {Secret}\n"),
                result => result.ExitCode == 0);
            (await _server.KubectlAsync("create", "deployment", "d", "--image", Secret)).Succeeded();
            (await _server.KubectlAsync("create", "configmap", "plain", "--from-literal", "a=plain-value")).Succeeded();
            foreach (var key in (string[])["/registry/example.com/boats/default/b", "/registry/deployments/default/d"])
            {
                var stored = await Shell.RunAsync("etcdctl", ["--endpoints", etcd, "get", "--print-value-only", key], environment: new Dictionary<string, string> { ["ETCDCTL_API"] = "3" });
                Assert.StartsWith("k8s:enc:secretbox:v1:key1:", stored.Succeeded());
                Assert.DoesNotContain(Secret, stored.Output);
            }

            Assert.Contains(Secret, (await _server.KubectlAsync("get", "boats", "b", "-o", "yaml")).Succeeded());
            Assert.False(await IsInAsync(members[0].DataDirectory, Secret));
            Assert.True(await IsInAsync(members[0].DataDirectory, "plain-value"));
        }
        finally
        {
            await _server.KillAsync();
            foreach (var member in members) await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_with_a_configuration_that_makes_no_sense_does_not_start()
    {
        await File.WriteAllTextAsync(_file, Text("'*'", "aescbc: {keys: [{name: key1, secret: c2hvcnQ=}]}"), Cancelled);
        var result = await _server.KubesharpAsync("apiserver", "--bind-address", "127.0.0.1", "--secure-port", "0", "--encryption-provider-config", _file);
        Assert.Contains("resources[0].resources[0]: Invalid value: \"*\": use '*.' to encrypt all the resources", result.Failed());
        Assert.Contains("resources[0].providers[0].aescbc.keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got 5", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    private static string Text(string resources, params string[] providers) =>
        $"apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: [{resources}]\n  providers:\n"
            + string.Concat(providers.Select(one => $"  - {one}\n"));

    private Task WriteAsync(params string[] providers) => File.WriteAllTextAsync(_file, Text("secrets", providers), Cancelled);

    private async Task RestartAsync(params string[] providers)
    {
        await _server.KillAsync();
        await WriteAsync(providers);
        await _server.StartWithAsync("--encryption-provider-config", _file);
    }

    private async Task CreateAsync(string name) => (await _server.KubectlAsync("create", "secret", "generic", name, $"--from-literal=p={Secret}")).Succeeded();

    private async Task<string> ValueAsync(string name)
    {
        var value = (await _server.KubectlAsync("get", "secret", name, "-o", "jsonpath={.data.p}")).Succeeded();
        return Encoding.UTF8.GetString(Convert.FromBase64String(value));
    }

    private async Task RewriteAsync()
    {
        var all = (await _server.KubectlAsync("get", "secrets", "-A", "-o", "json")).Succeeded();
        (await _server.KubectlAsync(["replace", "-f", "-"], all)).Succeeded();
    }

    private Task ReloadsAsync(string status, int count) => Eventually.BecomesAsync(
        $"reload {count} with {status}",
        async () => (await _server.KubectlAsync("get", "--raw", "/metrics")).Succeeded(),
        text => text.Split('\n').Any(line => line.StartsWith("apiserver_encryption_config_controller_automatic_reloads_total{", StringComparison.Ordinal)
            && line.EndsWith($"status=\"{status}\"}} {count}", StringComparison.Ordinal)));

    private Task<bool> OnDiskAsync(string text) => IsInAsync(_server.DataDir, text);

    // In whatever file the store has, as text or as the base64 of it that an object holds. Not read by ourselves: etcd locks its file.
    private static async Task<bool> IsInAsync(string folder, string text)
    {
        var found = await Shell.RunAsync("grep", ["-raqsF", "--exclude=*.log", "-e", text, "-e", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), folder]);
        return found.ExitCode == 0;
    }
}
