using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

public sealed class CustomResourceControllerTests
{
    private const string Definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/ws.example.com";
    private const string Instances = "/apis/example.com/v1/ws";

    [Fact]
    public async Task Instances_that_nothing_holds_back_go_before_those_with_finalizers()
    {
        await using var server = await DefinedAsync();
        await CreateAsync(server, "a", held: true);
        await CreateAsync(server, "b", held: false);
        await CreateAsync(server, "c", held: true);
        await CreateAsync(server, "d", held: false);
        var since = (await server.CallAsync(HttpMethod.Get, Instances)).Body.FindString("metadata", "resourceVersion");
        using var watch = await server.Http.GetAsync(new Uri($"{Instances}?watch=true&resourceVersion={since}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await watch.Content.ReadAsStreamAsync());

        Assert.Equal(200, (await server.CallAsync(HttpMethod.Delete, Definition)).Code);

        var seen = new List<string>();
        while (seen.Count < 4) seen.Add(Told((await events.ReadLineAsync())!));
        Assert.Equal(["DELETED b", "DELETED d", "MODIFIED a", "MODIFIED c"], seen);
        foreach (var name in (string[])["a", "c"])
            await server.CallAsync(HttpMethod.Patch, $"{Instances}/{name}", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        await server.UntilAsync(Definition, (code, _) => code == 404);
    }

    [Fact]
    public async Task What_could_not_be_deleted_is_tried_again()
    {
        await using var refusal = new RefusingStore();
        await using var server = await DefinedAsync(refusal);
        await CreateAsync(server, "a", held: false);
        refusal.Begin("/registry/example.com/ws/");

        Assert.Equal(200, (await server.CallAsync(HttpMethod.Delete, Definition)).Code);
        await refusal.RefusedAsync(3);
        Assert.Equal(200, (await server.CallAsync(HttpMethod.Get, Definition)).Code);
        refusal.End();
        await server.UntilAsync(Definition, (code, _) => code == 404);
    }

    [Fact]
    public async Task A_version_that_no_definition_serves_is_no_path()
    {
        await using var server = await DefinedAsync();
        var (code, body) = await server.CallAsync(HttpMethod.Get, "/apis/example.com/v2");
        Assert.Equal((404, "404 page not found\n"), (code, body.GetString("text")));
        Assert.Equal(200, (await server.CallAsync(HttpMethod.Get, "/apis/example.com/v1")).Code);
    }

    private static string Told(string line)
    {
        var told = JsonParser.ParseObject(Encoding.UTF8.GetBytes(line));
        return $"{told.GetString("type")} {told.FindString("object", "metadata", "name")}";
    }

    private static async Task<TestServer> DefinedAsync(RefusingStore? refusal = null)
    {
        var server = await TestServer.StartAsync(wrap: refusal is null ? null : refusal.Over);
        await server.DefineAsync("""
            {"group":"example.com","scope":"Cluster","names":{"plural":"ws","kind":"W"},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}
            """);
        return server;
    }

    private static async Task CreateAsync(TestServer server, string name, bool held)
    {
        var finalizers = held ? ""","finalizers":["example.com/hold"]""" : "";
        var (code, body) = await server.CallAsync(
            HttpMethod.Post, Instances, $$$"""{"apiVersion":"example.com/v1","kind":"W","metadata":{"name":"{{{name}}}"{{{finalizers}}}}}""");
        Assert.True(code == 201, body.ToString());
    }

    // A store that fails to delete what lies below a key, for as long as it is told to.
    private sealed class RefusingStore : IStore
    {
        private readonly SemaphoreSlim refused = new(0);
        private IStore inner = null!;
        private volatile string? prefix;

        public long KnownRevision => inner.KnownRevision;

        public long CompactedRevision => inner.CompactedRevision;

        public StoreHealth Health => inner.Health;

        public RefusingStore Over(IStore store)
        {
            inner = store;
            return this;
        }

        public void Begin(string below) => prefix = below;

        public void End() => prefix = null;

        public async Task RefusedAsync(int times)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            for (var i = 0; i < times; i++) await refused.WaitAsync(limit.Token);
        }

        public ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default) => inner.GetCurrentRevisionAsync(cancellationToken);

        public ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default) =>
            inner.GetAsync(key, revision, cancellationToken);

        public ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default) => inner.RangeAsync(request, cancellationToken);

        public ValueTask<WriteResult> PutAsync(
            string key, ReadOnlyMemory<byte> value, long? expectedModRevision, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
            inner.PutAsync(key, value, expectedModRevision, timeToLive, cancellationToken);

        public ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default)
        {
            if (prefix is not { } below || !key.StartsWith(below, StringComparison.Ordinal)) return inner.DeleteAsync(key, expectedModRevision, cancellationToken);
            refused.Release();
            throw new IOException("The store does not delete this now.");
        }

        public ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default) => inner.WatchAsync(request, cancellationToken);

        public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => inner.CompactAsync(revision, cancellationToken);

        public ValueTask DisposeAsync()
        {
            refused.Dispose();
            return default;
        }
    }
}
