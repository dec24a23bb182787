using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.ApiServer.Tests.WatchCache;

/// <summary>A store on a folder of its own with a cache over it.</summary>
internal sealed class CacheFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;

    private CacheFixture(EmbeddedStore store, DirectoryInfo directory)
    {
        _directory = directory;
        Store = store;
        Reader = new CachedReader(store, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public EmbeddedStore Store { get; }

    public CachedReader Reader { get; private set; }

    public StoredResource Pods { get; } = new()
    {
        Name = new GroupResource("", "pods"),
        StoredDefinition = SchemaRegistry.Kubernetes.FindResource("", "v1", "pods")!,
        Strategy = new IndexedStrategy(),
        KeyPrefix = "/registry/pods/",
    };

    public ResourceCache Cache => Reader.For(Pods);

    public static async Task<CacheFixture> CreateAsync()
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-cache-");
        var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.FullName, CompactionInterval = TimeSpan.Zero });
        return new CacheFixture(store, directory);
    }

    /// <summary>As after a restart of the server: the store is the same, the caches know nothing.</summary>
    public async Task RestartCachesAsync()
    {
        await Reader.DisposeAsync();
        Reader = new CachedReader(Store, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async Task<long> PutAsync(string name, string marker = "x", string @namespace = "default", string node = "")
    {
        var spec = node.Length == 0 ? "{}" : $$"""{"nodeName":"{{node}}"}""";
        var json = $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"{{{@namespace}}}","uid":"u","labels":{"mark":"{{{marker}}}"}},"spec":{{{spec}}}}""";
        var result = await Store.PutAsync(Pods.Key(@namespace, name), Encoding.UTF8.GetBytes(json), null);
        Assert.True(result.Succeeded);
        return result.Revision;
    }

    public async Task<long> DeleteAsync(string name, string @namespace = "default")
        => (await Store.DeleteAsync(Pods.Key(@namespace, name), null)).Revision;

    /// <summary>A write that has nothing to do with pods.</summary>
    public async Task<long> PutElsewhereAsync() => (await Store.PutAsync("/registry/leases/x", new byte[10], null)).Revision;

    public ListQuery All(string @namespace = "") => new() { Resource = Pods, Prefix = Pods.Prefix(@namespace) };

    public async Task<ObjectPage> ListAsync(ListQuery query)
    {
        var result = await Reader.ListAsync(query, TestContext.Current.CancellationToken);
        Assert.Null(result.Error);
        return result.Value!;
    }

    public async Task<IObjectWatch> WatchAsync(long after, string? prefix = null, bool single = false, string? node = null)
    {
        var query = new WatchQuery { Resource = Pods, Prefix = prefix ?? Pods.KeyPrefix, After = after, SingleKey = single, IndexedValue = node };
        var result = await Reader.WatchAsync(query, TestContext.Current.CancellationToken);
        Assert.Null(result.Error);
        return result.Value!;
    }

    public static string Show(StoredObject item)
        => string.Create(CultureInfo.InvariantCulture, $"{item.Key[(item.Key.LastIndexOf('/') + 1)..]}@{item.Revision}");

    public static string Show(ObjectChange change)
        => $"{(change.Previous is null ? "-" : Show(change.Previous))} > {(change.Current is null ? "-" : Show(change.Current))}";

    public static async Task<List<ObjectChange>> TakeAsync(IObjectWatch watch, int count)
    {
        var changes = new List<ObjectChange>();
        while (changes.Count < count)
            changes.AddRange((await watch.ReadAsync(TestContext.Current.CancellationToken)).Changes);
        return changes;
    }

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await Store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private sealed class IndexedStrategy : ResourceStrategy
    {
        public override IndexedField IndexedField { get; } = new("spec.nodeName");
    }
}
