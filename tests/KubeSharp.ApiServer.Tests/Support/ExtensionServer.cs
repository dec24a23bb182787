using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>A small API server of another group over HTTPS, as one behind an APIService.</summary>
internal sealed class ExtensionServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ExtensionServer(WebApplication app, X509Certificate2 certificate)
    {
        this.app = app;
        Port = new Uri(app.Urls.First()).Port;
        BundleBase64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));
    }

    public int Port { get; }

    public string BundleBase64 { get; }

    /// <summary>The headers of the last request for a path.</summary>
    public ConcurrentDictionary<string, Dictionary<string, string>> Seen { get; } = new();

    /// <summary>Starts a server that answers some paths with JSON and all others with 404.</summary>
    public static async Task<ExtensionServer> StartAsync(string name, IReadOnlyDictionary<string, string> answers)
    {
        var certificate = Certificate(name);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        ExtensionServer? server = null;
        app.Run(async context =>
        {
            var path = context.Request.Path + context.Request.QueryString;
            server!.Seen[path] = context.Request.Headers.ToDictionary(header => header.Key, header => string.Join('|', (IEnumerable<string?>)header.Value), StringComparer.OrdinalIgnoreCase);
            context.Response.StatusCode = answers.ContainsKey(path) ? 200 : 404;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answers.GetValueOrDefault(path, "{}"));
        });
        await app.StartAsync();
        return server = new ExtensionServer(app, certificate);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=extension", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }
}
