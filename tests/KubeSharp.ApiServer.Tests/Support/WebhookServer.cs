using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>An HTTPS server on the loopback address with a certificate of its own making, answering as a test says.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookServer(WebApplication app, string bundle)
    {
        this.app = app;
        Bundle = bundle;
        Url = new Uri(app.Urls.First());
    }

    public Uri Url { get; }

    /// <summary>PEM of the authority.</summary>
    public string Bundle { get; }

    /// <summary>The authority as <c>caBundle</c> has it.</summary>
    public string BundleBase64 => Convert.ToBase64String(Encoding.UTF8.GetBytes(Bundle));

    /// <summary>Every request body so far, in order.</summary>
    public List<JsonObject> Requests { get; } = [];

    /// <summary>Starts a server whose answer to every POST a function makes from the request's document.</summary>
    public static Task<WebhookServer> StartAsync(Func<JsonObject, JsonObject> answer, params string[] names) => StartAsync(
        async (context, request) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(answer(request).ToUtf8Bytes());
        },
        names);

    /// <summary>Starts a server that writes its answers itself.</summary>
    public static async Task<WebhookServer> StartAsync(Func<HttpContext, JsonObject, Task> answer, params string[] names)
    {
        var certificate = Certificate(names);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        WebhookServer? server = null;
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var request = (JsonObject)JsonParser.Parse(body.ToArray());
            lock (server!.Requests) server.Requests.Add(request);
            await answer(context, request);
        });
        await app.StartAsync();
        return server = new WebhookServer(app, certificate.ExportCertificatePem());
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static X509Certificate2 Certificate(string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=webhook", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        if (names.Length == 0) alternatives.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }
}
