using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>A whole API server with a TLS port, and an authority for it and its users.</summary>
internal sealed class TlsTestServer : IAsyncDisposable
{
    private readonly TestServer server;
    private readonly string folder;

    private TlsTestServer(TestServer server, TestAuthority authority, string folder)
    {
        (this.server, Authority, this.folder) = (server, authority, folder);
    }

    public TestAuthority Authority { get; }

    public TestServer Inner => server;

    /// <summary>Starts one; the folder is for files of the test.</summary>
    public static async Task<TlsTestServer> StartAsync(Func<ApiServerOptions, string, ApiServerOptions>? configure = null, TestAuthority? authority = null)
    {
        authority ??= new TestAuthority();
        var folder = Directory.CreateTempSubdirectory("kubesharp-tls-").FullName;
        var (certificate, key) = authority.WriteServer(folder, "server", "localhost");
        var server = await TestServer.StartAsync((options, _) =>
        {
            options = options with
            {
                BindAddress = System.Net.IPAddress.Loopback,
                SecurePort = 0,
                TlsCertFile = certificate,
                TlsPrivateKeyFile = key,
                ClientCaFile = authority.Write(folder, "ca.crt"),
            };
            return configure?.Invoke(options, folder) ?? options;
        });
        return new TlsTestServer(server, authority, folder);
    }

    /// <summary>A client with or without a certificate.</summary>
    public HttpClient Client(X509Certificate2? certificate = null, Action<SocketsHttpHandler>? configure = null)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
                ClientCertificates = certificate is null ? null : [certificate],
            },
        };
        configure?.Invoke(handler);
        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{server.Component.Port}") };
    }

    /// <summary>Asks who the caller is; the status and the userInfo (null unless 201).</summary>
    public static async Task<(int Status, JsonObject? User)> WhoAsync(HttpClient client, Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        configure?.Invoke(request);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = JsonParser.ParseObject(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return ((int)response.StatusCode, body.FindObject("status", "userInfo"));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
