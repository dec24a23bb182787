using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KubeSharp.ApiServer.Tests.Kubelet;

/// <summary>An HTTPS server that answers like a kubelet: logs say which path was asked for, streams send back what they get until it ends with a dot.</summary>
internal sealed class FakeKubelet : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly X509Certificate2 certificate;

    private FakeKubelet(WebApplication application, X509Certificate2 certificate) => (this.application, this.certificate) = (application, certificate);

    public int Port => new Uri(application.Urls.Single()).Port;

    public static async Task<FakeKubelet> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fake-kubelet", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            new IPEndPoint(IPAddress.Loopback, 0),
            listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate);
            }));
        var application = builder.Build();
        application.Run(AnswerAsync);
        await application.StartAsync();
        return new FakeKubelet(application, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        certificate.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Upgrade.Count == 0)
        {
            await context.Response.WriteAsync($"{context.Request.Path}{context.Request.QueryString}");
            return;
        }

        context.Response.Headers.Upgrade = context.Request.Headers.Upgrade;
        context.Response.Headers["X-Asked"] = $"{context.Request.Path}{context.Request.QueryString}";
        await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var buffer = new byte[1024];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count));
            await stream.FlushAsync();
            if (buffer[count - 1] == (byte)'.') return;
        }
    }
}
