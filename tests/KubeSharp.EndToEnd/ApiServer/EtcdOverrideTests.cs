using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;
using KubeSharp.Storage;
using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>An API server with its events in an etcd of their own, as large clusters have it.</summary>
public sealed class EtcdOverrideTests : IAsyncLifetime
{
    private readonly List<EtcdProcess> _main = EtcdProcess.Start(1);
    private readonly List<EtcdProcess> _events = EtcdProcess.Start(1);
    private LoneApiServer _server = null!;
    private Kubernetes _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = new LoneApiServer(
            "--etcd-servers", _main[0].Address.OriginalString, "--etcd-servers-overrides", "/events#" + _events[0].Address.OriginalString, "--etcd-compaction-interval", "1s");
        await _server.InitializeAsync();
        _client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_server.Kubeconfig));
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        foreach (var member in _main.Concat(_events)) await member.DisposeAsync();
    }

    [Fact]
    public async Task Events_have_revisions_of_their_own_and_both_etcds_are_compacted()
    {
        for (var i = 0; i < 3; i++) await ReportAsync($"e{i}");
        var list = await _client.CoreV1.ListNamespacedEventAsync("default", cancellationToken: Cancellation);
        Assert.Equal(["e0", "e1", "e2"], list.Items.Select(item => item.Name()));
        await using (var main = await OpenAsync(_main))
        await using (var events = await OpenAsync(_events))
        {
            Assert.Empty((await main.RangeAsync(new RangeRequest { Prefix = "/registry/events/" }, Cancellation)).Entries);
            Assert.Single((await main.RangeAsync(new RangeRequest { Prefix = "/registry/namespaces/default" }, Cancellation)).Entries);
            var kept = (await events.RangeAsync(new RangeRequest { Prefix = "/registry/" }, Cancellation)).Entries;
            Assert.Equal(["/registry/events/default/e0", "/registry/events/default/e1", "/registry/events/default/e2"], kept.Select(entry => entry.Key));
            // What a client is shown is the revision in the etcd of the resource.
            Assert.Equal($"{kept[0].ModRevision}", list.Items[0].ResourceVersion());
            await Eventually.BecomesAsync("both compacted", async () => await IsCompactedAsync(main) && await IsCompactedAsync(events), holds => holds);
        }

        // A watch goes on from a list, and a write of another resource does not disturb it.
        await _client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "between" } }, "default", cancellationToken: Cancellation);
        await ReportAsync("next");
        await foreach (var (_, item) in _client.CoreV1.WatchListNamespacedEventAsync("default", resourceVersion: list.Metadata.ResourceVersion, cancellationToken: Cancellation))
        {
            Assert.Equal("next", item.Name());
            break;
        }

        // By the other name of the same resource too.
        Assert.Equal(4, (await _client.EventsV1.ListNamespacedEventAsync("default", cancellationToken: Cancellation)).Items.Count);
    }

    [Fact]
    public async Task Without_the_etcd_of_events_all_else_is_served()
    {
        await ReportAsync("before");
        var ready = await _server.KubectlAsync("get", "--raw", "/readyz?verbose");
        Assert.Contains("[+]etcd ok\n[+]etcd-readiness ok\n[+]etcd-override-0 ok\n[+]etcd-override-readiness-0 ok\n", ready.Output);
        Assert.Contains("[+]etcd-override-0 excluded: ok\n", (await _server.KubectlAsync("get", "--raw", "/readyz?verbose&exclude=etcd")).Output);

        await _events[0].KillAsync();
        await Eventually.BecomesAsync(
            "a server that says what is missing", () => _server.KubectlAsync("get", "--raw", "/readyz"), r => r.Error.Contains("[+]etcd ok") && r.Error.Contains("[-]etcd-override-0 failed"));
        Assert.Equal("ok", (await _server.KubectlAsync("get", "--raw", "/readyz?exclude=etcd-override-0&exclude=etcd-override-readiness-0")).Output);
        var map = new V1ConfigMap { Metadata = new() { Name = "meanwhile" } };
        await _client.CoreV1.CreateNamespacedConfigMapAsync(map, "default", cancellationToken: Cancellation);
        Assert.Contains(
            (await _client.CoreV1.ListNamespacedConfigMapAsync("default", cancellationToken: Cancellation)).Items, item => item.Name() == "meanwhile");
        await Assert.ThrowsAsync<HttpOperationException>(() => ReportAsync("lost"));

        _events[0].Run();
        await Eventually.BecomesAsync("a ready server", () => _server.KubectlAsync("get", "--raw", "/readyz"), r => r.Output == "ok");
        await ReportAsync("after");
        var names = (await _client.CoreV1.ListNamespacedEventAsync("default", cancellationToken: Cancellation)).Items.Select(item => item.Name());
        Assert.Superset(new HashSet<string> { "before", "after" }, names.ToHashSet());
    }

    [Theory]
    [InlineData("/events/http://127.0.0.1:4002", "--etcd-servers-overrides invalid, must be of format: group/resource#servers, where servers are URLs, semicolon separated")]
    [InlineData("events#http://127.0.0.1:4002", "--etcd-servers-overrides invalid, must be of format: group/resource#servers, where servers are URLs, semicolon separated")]
    [InlineData("/events#", "--etcd-servers-overrides  is not an address")]
    [InlineData("/events#http://127.0.0.1:4002;ftp://x", "--etcd-servers-overrides ftp://x is not an address")]
    public async Task A_value_that_makes_no_sense_is_refused(string value, string sentence)
    {
        var answer = await Shell.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "kubesharp"),
            ["apiserver", "--data-dir", _server.DataDir + "/none", "--etcd-servers", "http://127.0.0.1:1", "--etcd-servers-overrides", value]);
        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains(sentence, answer.Error);
    }

    private static Task<EtcdStore> OpenAsync(List<EtcdProcess> members) =>
        EtcdStore.OpenAsync(new EtcdStoreOptions { Endpoints = [members[0].Address], CompactionInterval = TimeSpan.Zero }, Cancellation);

    private static async Task<bool> IsCompactedAsync(EtcdStore store)
    {
        try
        {
            await store.GetAsync("/registry/none", 2, Cancellation);
            return false;
        }
        catch (CompactedException)
        {
            return true;
        }
    }

    private Task<Corev1Event> ReportAsync(string name) => _client.CoreV1.CreateNamespacedEventAsync(
        new Corev1Event
        {
            Metadata = new() { Name = name },
            InvolvedObject = new() { Kind = "ConfigMap", Name = "none", NamespaceProperty = "default" },
            Reason = "Testing",
            Message = "a test",
            Type = "Normal",
        },
        "default",
        cancellationToken: Cancellation);
}
