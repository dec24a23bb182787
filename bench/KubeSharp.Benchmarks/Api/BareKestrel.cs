using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace KubeSharp.Benchmarks.Api;

/// <summary>The yardstick: Kestrel with the same TLS that writes given bytes, or streams given frames.</summary>
internal sealed class BareKestrel : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BareKestrel(WebApplication application) => _application = application;

    public byte[] Body { get; set; } = [];

    public byte[][] Frames { get; set; } = [];

    public int Port { get; private set; }

    public static async Task<BareKestrel> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(new IPEndPoint(IPAddress.Loopback, 0), listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    ClientCertificateValidation = (_, _, _) => true,
                });
            });
        });
        var application = builder.Build();
        var bare = new BareKestrel(application);
        application.Run(bare.HandleAsync);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        bare.Port = BindingAddress.Parse(address).Port;
        return bare;
    }

    /// <summary>Lets the streams begin.</summary>
    public void Go() => _go.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        _go.TrySetResult();
        await _application.StopAsync(new CancellationToken(true));
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        if (!http.Request.Path.StartsWithSegments("/watch"))
        {
            http.Response.ContentLength = Body.Length;
            await http.Response.BodyWriter.WriteAsync(Body);
            return;
        }

        await http.Response.StartAsync();
        await http.Response.BodyWriter.FlushAsync();
        await _go.Task;
        foreach (var frame in Frames)
            await http.Response.BodyWriter.WriteAsync(frame);
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
