using KubeSharp.ApiServer.Authentication;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.ApiServer.Tests;

/// <summary>A whole API server in this process, without sockets, with a store of its own that is gone afterwards.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly string folder;
    private readonly EmbeddedStore store;

    private TestServer(string folder, EmbeddedStore store, ApiServerComponent component)
    {
        this.folder = folder;
        this.store = store;
        Component = component;
        Http = new HttpClient(component.CreateHandler(Administrator)) { BaseAddress = new Uri("http://kubernetes") };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("test/1.0");
    }

    public static UserInfo Administrator { get; } = new() { Name = "admin", Groups = [UserInfo.MastersGroup, UserInfo.AuthenticatedGroup] };

    public ApiServerComponent Component { get; }

    public EmbeddedStore Store => store;

    public HttpClient Http { get; }

    public static async Task<TestServer> StartAsync(Func<ApiServerOptions, string, ApiServerOptions>? configure = null, Func<IStore, IStore>? wrap = null)
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-apiserver-").FullName;
        var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = folder });
        try
        {
            var options = new ApiServerOptions { SecurePort = -1 };
            options = configure?.Invoke(options, folder) ?? options;
            var component = new ApiServerComponent(options, wrap?.Invoke(store) ?? store, new TestLog(), TimeProvider.System);
            var server = new TestServer(folder, store, component);
            await component.StartAsync();
            return server;
        }
        catch
        {
            // A server that does not start leaves nothing either.
            await store.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Component.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
