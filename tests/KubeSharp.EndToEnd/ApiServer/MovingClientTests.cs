using System.Collections.Concurrent;
using System.Globalization;
using k8s;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>A client that moves from one API server to the other never sees time go back
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list).</summary>
public sealed class MovingClientTests(TwoApiServers servers) : IClassFixture<TwoApiServers>
{
    private const string Numbers = "numbers";
    private readonly string _ns = "moving-" + Guid.NewGuid().ToString("N")[..8];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_at_the_other_server_are_never_older_than_what_was_seen()
    {
        await MakeNamespaceAsync();
        for (var i = 0; i < 60; i++)
        {
            var (writer, reader) = (servers.Either(i), servers.Either(i + 1));
            var written = await WriteAsync(writer, i);
            var revision = written.Metadata.ResourceVersion;
            var got = await reader.CoreV1.ReadNamespacedConfigMapAsync(Numbers, _ns, cancellationToken: Cancellation);
            NotOlder(written, got);
            var listed = await reader.CoreV1.ListNamespacedConfigMapAsync(_ns, cancellationToken: Cancellation);
            NotOlder(written, listed.Items.Single(item => item.Name() == Numbers));
            Assert.True(Revision(listed.Metadata.ResourceVersion) >= Revision(revision));
            foreach (var match in (string?[])[null, "NotOlderThan", "Exact"])
            {
                listed = await reader.CoreV1.ListNamespacedConfigMapAsync(_ns, resourceVersion: revision, resourceVersionMatch: match, cancellationToken: Cancellation);
                NotOlder(written, listed.Items.Single(item => item.Name() == Numbers));
            }

            // What was written after that revision, and nothing that was before it.
            var next = await WriteAsync(writer, 1000 + i);
            await foreach (var (_, seen) in reader.CoreV1.WatchListNamespacedConfigMapAsync(_ns, resourceVersion: revision, cancellationToken: Cancellation))
            {
                Assert.Equal(next.Metadata.ResourceVersion, seen.Metadata.ResourceVersion);
                break;
            }
        }
    }

    [Fact]
    public async Task A_server_that_hung_answers_with_what_happened_meanwhile()
    {
        await MakeNamespaceAsync();
        for (var i = 0; i < 5; i++)
        {
            // Its caches know of the map, and then hear of nothing.
            await WriteAsync(servers.One, i);
            await servers.Two.CoreV1.ReadNamespacedConfigMapAsync(Numbers, _ns, cancellationToken: Cancellation);
            servers.Second.Signal("STOP");
            V1ConfigMap written;
            Task<V1ConfigMap> get;
            Task<V1ConfigMapList> list, from;
            try
            {
                for (var n = 0; n < 20; n++) await WriteAsync(servers.One, 100 + n);
                written = await WriteAsync(servers.One, 1000 + i);
                get = servers.Two.CoreV1.ReadNamespacedConfigMapAsync(Numbers, _ns, cancellationToken: Cancellation);
                list = servers.Two.CoreV1.ListNamespacedConfigMapAsync(_ns, cancellationToken: Cancellation);
                from = servers.Two.CoreV1.ListNamespacedConfigMapAsync(_ns, resourceVersion: written.Metadata.ResourceVersion, cancellationToken: Cancellation);
            }
            finally
            {
                servers.Second.Signal("CONT");
            }

            NotOlder(written, await get);
            NotOlder(written, (await list).Items.Single(item => item.Name() == Numbers));
            NotOlder(written, (await from).Items.Single(item => item.Name() == Numbers));
        }
    }

    [Fact]
    public async Task A_watcher_that_changes_servers_misses_and_repeats_nothing()
    {
        await MakeNamespaceAsync();
        var start = (await servers.One.CoreV1.ListNamespacedConfigMapAsync(_ns, cancellationToken: Cancellation)).Metadata.ResourceVersion;
        var written = new ConcurrentBag<string>();
        var deletions = 0;
        var writers = Task.WhenAll(Enumerable.Range(0, 6).Select(async worker =>
        {
            for (var i = 0; i < 25; i++)
            {
                var (name, first, second) = ($"w{worker}-{i % 5}", servers.Either(worker + i), servers.Either(worker + i + 1));
                var made = await first.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = name } }, _ns, cancellationToken: Cancellation);
                written.Add(made.Metadata.ResourceVersion);
                made.Data = new Dictionary<string, string> { ["i"] = $"{i}" };
                var changed = await second.CoreV1.ReplaceNamespacedConfigMapAsync(made, name, _ns, cancellationToken: Cancellation);
                written.Add(changed.Metadata.ResourceVersion);
                await first.CoreV1.DeleteNamespacedConfigMapAsync(name, _ns, cancellationToken: Cancellation);
                Interlocked.Increment(ref deletions);
            }

            await servers.Either(worker).CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = $"end-{worker}" } }, _ns, cancellationToken: Cancellation);
        }));

        List<(WatchEventType Type, string Name, string Revision)> seen = [];
        var ends = 0;
        for (var turn = 0; ends < 6; turn++)
        {
            var few = Random.Shared.Next(1, 30);
            await foreach (var (type, item) in servers.Either(turn).CoreV1.WatchListNamespacedConfigMapAsync(_ns, resourceVersion: seen.Count == 0 ? start : seen[^1].Revision, cancellationToken: Cancellation))
            {
                seen.Add((type, item.Name(), item.Metadata.ResourceVersion));
                if (item.Name().StartsWith("end", StringComparison.Ordinal)) ends++;
                if (ends == 6 || --few == 0) break;
            }
        }

        await writers;
        var revisions = seen.Select(one => Revision(one.Revision)).ToList();
        Assert.Equal(revisions.Order().Distinct(), revisions);
        Assert.Equal(
            written.Select(Revision).Order(),
            seen.Where(one => one.Type != WatchEventType.Deleted && !one.Name.StartsWith("end", StringComparison.Ordinal)).Select(one => Revision(one.Revision)));
        Assert.Equal(deletions, seen.Count(one => one.Type == WatchEventType.Deleted));
        // Each object comes, changes and goes, again and again.
        foreach (var life in seen.Where(one => !one.Name.StartsWith("end", StringComparison.Ordinal)).GroupBy(one => one.Name))
        {
            Assert.Equal(
                life.Select((_, i) => (i % 3) switch { 0 => WatchEventType.Added, 1 => WatchEventType.Modified, _ => WatchEventType.Deleted }),
                life.Select(one => one.Type));
        }
    }

    private static long Revision(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static void NotOlder(V1ConfigMap than, V1ConfigMap seen)
    {
        Assert.True(Revision(seen.Metadata.ResourceVersion) >= Revision(than.Metadata.ResourceVersion), $"{seen.Metadata.ResourceVersion} is older than {than.Metadata.ResourceVersion}");
        Assert.Equal(than.Data["n"], seen.Data["n"]);
    }

    private Task MakeNamespaceAsync() => servers.One.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = _ns } }, cancellationToken: Cancellation);

    private async Task<V1ConfigMap> WriteAsync(Kubernetes client, int number)
    {
        var map = new V1ConfigMap { Metadata = new() { Name = Numbers }, Data = new Dictionary<string, string> { ["n"] = $"{number}" } };
        try
        {
            return await client.CoreV1.ReplaceNamespacedConfigMapAsync(map, Numbers, _ns, cancellationToken: Cancellation);
        }
        catch (k8s.Autorest.HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return await client.CoreV1.CreateNamespacedConfigMapAsync(map, _ns, cancellationToken: Cancellation);
        }
    }
}
