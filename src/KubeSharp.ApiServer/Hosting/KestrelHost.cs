using System.Net;
using KubeSharp.ApiServer.Hosting.InMemory;
using KubeSharp.ApiServer.Hosting.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>Kestrel with one TLS endpoint (HTTP/1.1 and HTTP/2) and one in-memory endpoint, and nothing else of ASP.NET around it.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    private readonly WebApplication application;

    public KestrelHost(ApiServerOptions options, InMemoryTransport inMemory, ServingTls? tls, ILoggerFactory loggers, RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets();
        // After the sockets: they are registered only where nothing else is.
        builder.Services.AddSingleton<IConnectionListenerFactory>(inMemory);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, tls));
        // Requests get this long after the listener closed; watches and streams are ended by the server itself before.
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(5));
        application = builder.Build();
        application.Run(handler);
    }

    /// <summary>The port that the TLS endpoint is bound to; -1 if there is none.</summary>
    public int Port { get; private set; } = -1;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await application.StartAsync(cancellationToken);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            if (address.StartsWith("https:", StringComparison.Ordinal)) Port = BindingAddress.Parse(address).Port;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, ApiServerOptions options, ServingTls? tls)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null; // Enforced while reading, where the answer can be a Status.
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.Limits.MinRequestBodyDataRate = null; // exec and port-forward may be silent for hours.
        // Who does not read at all is cut off, be it a list or a page of metrics; streams may pause.
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(30));
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.Http2MaxStreamsPerConnection > 0 ? options.Http2MaxStreamsPerConnection : 250;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = 64 * 1024;
        // Impersonation sends one header a group.
        kestrel.Limits.MaxRequestHeaderCount = 1000;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(3);
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;

        kestrel.Listen(InMemoryEndPoint.Instance, listen => listen.Protocols = HttpProtocols.Http1);
        if (options.SecurePort < 0) return;
        if (tls is null) throw new InvalidOperationException("The API server needs a serving certificate to listen on a port.");
        kestrel.Listen(new IPEndPoint(options.BindAddress, options.SecurePort), listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = context => new(tls.For(context.ClientHelloInfo.ServerName)) });
        });
    }
}
