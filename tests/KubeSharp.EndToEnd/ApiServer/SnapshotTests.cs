using System.Globalization;
using KubeSharp.EndToEnd.Harness;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>Snapshots and moves between stores, as a user does them with the command line.</summary>
public sealed class SnapshotTests : IAsyncLifetime
{
    private readonly LoneApiServer _server = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task After_a_restore_objects_are_as_they_were_and_whoever_watches_is_told_to_list_anew()
    {
        await _server.StartWithAsync();
        await CreateAsync("before");
        (await _server.KubesharpAsync("snapshot", "save", "--name", "one")).Succeeded();
        Assert.Contains("one ", (await _server.KubesharpAsync("snapshot", "list")).Succeeded());
        await CreateAsync("undone");
        var seen = await RevisionAsync();
        Assert.Contains("is in use by another process", (await _server.KubesharpAsync("snapshot", "restore", "one")).Failed());
        await _server.KillAsync();
        Assert.Contains("watches from before are told to list anew", (await _server.KubesharpAsync("snapshot", "restore", "one")).Succeeded());

        await _server.StartWithAsync();
        Assert.Equal("configmap/before", (await _server.KubectlAsync("get", "configmaps", "-o", "name")).Succeeded().Trim());
        Assert.True(await RevisionAsync() > seen);
        await IsTooOldAsync(seen);
        (await _server.KubectlAsync("get", "--raw", $"/api/v1/configmaps?resourceVersion={seen}")).Succeeded();
        Assert.Contains("(Expired)", (await _server.KubectlAsync("get", "--raw", $"/api/v1/configmaps?resourceVersion={seen}&resourceVersionMatch=Exact")).Failed());
    }

    [Fact]
    public async Task From_the_embedded_store_to_etcd_and_back_revisions_never_go_back()
    {
        var members = EtcdProcess.Start(1);
        try
        {
            var etcd = members[0].Address.OriginalString;
            await _server.StartWithAsync();
            await CreateAsync("a");
            var first = await RevisionAsync();
            await _server.KillAsync();
            Assert.Contains("lifting etcd's revision", (await _server.KubesharpAsync("datastore", "migrate", "--to", "etcd", "--etcd-servers", etcd)).Succeeded());
            Assert.Contains("not empty", (await _server.KubesharpAsync("datastore", "migrate", "--to", "etcd", "--etcd-servers", etcd)).Failed());

            await _server.StartWithAsync("--etcd-servers", etcd);
            var second = await RevisionAsync();
            Assert.True(second > first);
            await IsTooOldAsync(first);
            await CreateAsync("b");
            second = await RevisionAsync();
            await _server.KillAsync();
            Directory.Move(Path.Combine(_server.DataDir, "store"), Path.Combine(_server.DataDir, "former"));
            (await _server.KubesharpAsync("datastore", "migrate", "--to", "embedded", "--etcd-servers", etcd)).Succeeded();

            await _server.StartWithAsync();
            Assert.True(await RevisionAsync() > second);
            await IsTooOldAsync(second);
            var names = (await _server.KubectlAsync("get", "configmaps", "-o", "jsonpath={range .items[*]}{.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}")).Succeeded();
            Assert.Equal(["a", "b"], names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
            Assert.All(names.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(Number(line.Split(' ')[1]) > second));
        }
        finally
        {
            await _server.KillAsync();
            foreach (var member in members) await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task Where_etcd_cannot_be_lifted_the_user_is_told_what_to_do()
    {
        var members = EtcdProcess.Start(1);
        try
        {
            await _server.StartWithAsync();
            await _server.KillAsync();
            var moved = await _server.KubesharpAsync("datastore", "migrate", "--to", "etcd", "--etcd-servers", members[0].Address.OriginalString, "--lift-revision-limit", "3");
            Assert.Contains("Restart every client that watches the cluster", moved.Succeeded());
        }
        finally
        {
            foreach (var member in members) await member.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50_000)]
    public async Task A_damaged_store_is_refused_with_one_sentence(int length)
    {
        await _server.StartWithAsync();
        await CreateAsync("a");
        (await _server.KubesharpAsync("snapshot", "save", "--name", "good")).Succeeded();
        await _server.KillAsync();
        var store = Path.Combine(_server.DataDir, "store", "store.db");
        File.Delete(store + "-wal");
        File.Delete(store + "-shm");
        File.Copy(Path.Combine(_server.DataDir, "snapshots", "good.db"), store, overwrite: true);
        using (var file = File.OpenWrite(store)) file.SetLength(length);
        string[][] commands = [["apiserver", "--bind-address", "127.0.0.1", "--secure-port", "0"], ["snapshot", "save"]];
        foreach (var command in commands)
        {
            var refused = await _server.KubesharpAsync(command);
            Assert.Equal(1, refused.ExitCode);
            Assert.Matches("^kubesharp: The store file .* is damaged .*; restore it from a snapshot, or move it away to start empty\\.$", refused.Error.Trim());
        }

        (await _server.KubesharpAsync("snapshot", "restore", "good")).Succeeded();
        await _server.StartWithAsync();
        (await _server.KubectlAsync("get", "configmap", "a")).Succeeded();
    }

    private async Task CreateAsync(string name) => (await _server.KubectlAsync("create", "configmap", name)).Succeeded();

    private async Task<long> RevisionAsync() =>
        Number((await _server.KubectlAsync("get", "--raw", "/api/v1/namespaces/default/configmaps")).Succeeded().Split("\"resourceVersion\":\"")[1].Split('"')[0]);

    private async Task IsTooOldAsync(long revision)
    {
        var answer = await _server.KubectlAsync("get", "--raw", $"/api/v1/configmaps?watch=1&timeoutSeconds=5&resourceVersion={revision}");
        Assert.Contains("Expired", answer.Output + answer.Error);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
