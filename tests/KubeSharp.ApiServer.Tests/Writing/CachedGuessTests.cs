using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Writing;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.ApiServer.Tests.Writing;

/// <summary>Updates begin with what the cache has, which may be right, old, or gone.</summary>
public sealed class CachedGuessTests : IAsyncLifetime
{
    private static readonly StoredResource ConfigMaps = new()
    {
        Name = new GroupResource("", "configmaps"),
        StoredDefinition = SchemaRegistry.Kubernetes.FindResource("", "v1", "configmaps")!,
        Strategy = new ResourceStrategy(),
        KeyPrefix = "/registry/configmaps/",
    };

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kubesharp-guess-");
    private readonly StaleReader cache = new();
    private CountedStore store = null!;
    private ObjectStore objects = null!;
    private StoredObject created = null!;

    public async ValueTask InitializeAsync()
    {
        store = new CountedStore(await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.FullName, CompactionInterval = TimeSpan.Zero }));
        objects = new ObjectStore(store, cache);
        var made = await objects.CreateAsync(
            Context(""), (JsonObject)JsonParser.Parse("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"default"},"data":{"n":"0"}}"""u8));
        created = made.Value!;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task With_the_current_object_in_the_cache_an_update_is_one_write_and_no_read()
    {
        cache.Has = created;
        var (reads, writes) = (store.Reads, store.Writes);
        var updated = await SetAsync("1");
        Assert.Equal("1", NumberOf(updated.Value!));
        Assert.Equal((reads, writes + 1), (store.Reads, store.Writes));
    }

    [Fact]
    public async Task An_old_object_in_the_cache_is_not_what_is_changed()
    {
        var newer = (await SetAsync("1")).Value!.Object;
        cache.Has = created;
        List<string> seen = [];
        var updated = await objects.UpdateAsync(Context("a"), present =>
        {
            seen.Add(present.FindString("data", "n")!);
            return new(Result<JsonObject>.Ok(With(present, seen[^1] + "+")));
        });
        Assert.Equal(["0", "1"], seen);
        Assert.Equal("1+", NumberOf(updated.Value!));
        Assert.True(updated.Value!.Object.Revision > newer.Revision);
    }

    [Fact]
    public async Task Who_names_the_newest_version_is_not_refused_because_the_cache_is_old()
    {
        var newer = (await SetAsync("1")).Value!.Object;
        cache.Has = created;
        var updated = await SetAsync("2", newer.Document.FindString("metadata", "resourceVersion"));
        Assert.Equal("2", NumberOf(updated.Value!));
    }

    [Fact]
    public async Task Who_names_an_old_version_that_the_cache_still_has_is_refused()
    {
        await SetAsync("1");
        cache.Has = created;
        var refused = await SetAsync("2", created.Document.FindString("metadata", "resourceVersion"));
        Assert.Equal(StatusReason.Conflict, refused.Error!.Reason);
    }

    [Fact]
    public async Task What_an_old_object_would_make_superfluous_is_written_all_the_same()
    {
        await SetAsync("1");
        cache.Has = created;
        var updated = await SetAsync("0");
        Assert.False(updated.Value!.Unchanged);
        Assert.Equal("0", NumberOf(updated.Value));
        Assert.Contains("\"n\":\"0\"", System.Text.Encoding.UTF8.GetString((await store.GetAsync(created.Key)).Entry!.Value.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_already_is_not_written_again()
    {
        cache.Has = created;
        var writes = store.Writes;
        var updated = await SetAsync("0");
        Assert.True(updated.Value!.Unchanged);
        Assert.Equal(writes, store.Writes);
    }

    [Fact]
    public async Task A_refusal_for_what_an_old_object_says_is_looked_at_again()
    {
        await SetAsync("1");
        cache.Has = created;
        var updated = await objects.UpdateAsync(Context("a"), present => new(
            present.FindString("data", "n") == "1" ? Result<JsonObject>.Ok(With(present, "2")) : StatusError.BadRequest("not yet")));
        Assert.Equal("2", NumberOf(updated.Value!));
    }

    [Fact]
    public async Task A_refusal_for_what_the_object_says_is_given_after_one_look_at_the_store()
    {
        cache.Has = created;
        var (asked, reads) = (0, store.Reads);
        var refused = await objects.UpdateAsync(Context("a"), _ =>
        {
            asked++;
            return new(StatusError.BadRequest("no"));
        });
        Assert.Equal("no", refused.Error!.Message);
        Assert.Equal((1, reads + 1), (asked, store.Reads));
    }

    [Fact]
    public async Task An_object_that_only_the_cache_has_is_not_found()
    {
        await store.DeleteAsync(created.Key, null);
        cache.Has = created;
        Assert.Equal(StatusReason.NotFound, (await SetAsync("1")).Error!.Reason);
    }

    [Fact]
    public async Task An_object_that_the_cache_does_not_have_yet_is_updated()
    {
        cache.Has = null;
        Assert.Equal("1", NumberOf((await SetAsync("1")).Value!));
    }

    private static WriteContext Context(string name) => new()
    {
        Resource = ConfigMaps,
        Namespace = "default",
        Name = name,
        User = TestServer.Administrator,
        Time = TimeProvider.System,
        Cancelled = TestContext.Current.CancellationToken,
    };

    private static JsonObject With(JsonObject present, string number)
    {
        present.GetOrAddObject("data").Set("n", new JsonString(number));
        return present;
    }

    private static string? NumberOf(UpdateResult result) => result.Object.Document.FindString("data", "n");

    private ValueTask<Result<UpdateResult>> SetAsync(string number, string? version = null) => objects.UpdateAsync(Context("a"), present =>
    {
        var wanted = With(present, number);
        if (version is not null) new Metadata(wanted).ResourceVersion = version;
        return new(Result<JsonObject>.Ok(wanted));
    });
}
