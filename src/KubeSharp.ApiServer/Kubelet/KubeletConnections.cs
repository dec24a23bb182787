using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Hosting.Tls;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>How the API server reaches kubelets: HTTPS with its client certificate, at the address and port that the node's status says.</summary>
internal sealed class KubeletConnections : IDisposable
{
    private const int DefaultPort = 10250;

    private readonly ApiServerOptions options;
    private readonly SocketsHttpHandler kubelets;
    private readonly SocketsHttpHandler plain;

    public KubeletConnections(ApiServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        var certificate = options is { KubeletClientCertificate: { } file, KubeletClientKey: { } key }
            ? new CertificateFile(file, key, time, loggers.CreateLogger<CertificateFile>())
            : null;
        kubelets = NewHandler();
        kubelets.SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate.Current.TargetCertificate,
        };
        Trust(kubelets.SslOptions, options.KubeletCertificateAuthority);
        plain = NewHandler();
        Trust(plain.SslOptions, null);
        Kubelets = new HttpMessageInvoker(kubelets, disposeHandler: false);
        Workloads = new HttpMessageInvoker(plain, disposeHandler: false);
    }

    /// <summary>Sends requests to kubelets.</summary>
    public HttpMessageInvoker Kubelets { get; }

    /// <summary>Sends requests to pods and services: no certificate is shown and none is asked for.</summary>
    public HttpMessageInvoker Workloads { get; }

    /// <summary>The root of a node's kubelet.</summary>
    public async ValueTask<Result<Uri>> FindAsync(ServerCore core, string node, CancellationToken cancellationToken)
    {
        var nodes = core.Registry.FindStored("", "nodes")!;
        var answer = await core.Reader.GetAsync(nodes, nodes.Key("", node), 0, cancellationToken);
        if (answer.Error is not null) return answer.Error;
        if (answer.Value.Object is not { } found) return StatusError.NotFound(nodes.Name, node);
        var status = found.Document.GetObject("status");
        if (Address(status) is not { } address)
        {
            return StatusError.InternalError($"no preferred addresses found; known addresses: [{Known(status)}]");
        }

        var port = status?.FindObject("daemonEndpoints", "kubeletEndpoint")?.GetInt64("Port") ?? 0;
        return new UriBuilder("https", address, (int)(port == 0 ? DefaultPort : port)).Uri;
    }

    public void Dispose()
    {
        Kubelets.Dispose();
        Workloads.Dispose();
        kubelets.Dispose();
        plain.Dispose();
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        // Addresses of the cluster are never reached through a proxy.
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        ActivityHeadersPropagator = null,
    };

    // Without an authority any certificate will do, as upstream has it for --kubelet-certificate-authority.
    private static void Trust(SslClientAuthenticationOptions tls, string? authorityFile)
    {
        if (authorityFile is null)
        {
#pragma warning disable CA5359 // Documented behaviour of the flag.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
            return;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        tls.CertificateChainPolicy = policy;
    }

    private static string Known(JsonObject? status) => string.Join(
        ' ', (status?.GetArray("addresses") ?? []).OfType<JsonObject>().Select(item => item.GetString("address")));

    private string? Address(JsonObject? status)
    {
        foreach (var type in options.KubeletPreferredAddressTypes)
        {
            foreach (var item in status?.GetArray("addresses") ?? [])
            {
                if (item is not JsonObject entry || entry.GetString("type") != type || entry.GetString("address") is not { Length: > 0 } address) continue;
                // A host name helps only where it can be resolved; addresses always do.
                if (type is "Hostname" or "InternalDNS" or "ExternalDNS" && !IPAddress.TryParse(address, out _) && HasAddress(status)) continue;
                return address;
            }
        }

        return null;
    }

    private static bool HasAddress(JsonObject? status) => (status?.GetArray("addresses") ?? [])
        .OfType<JsonObject>().Any(item => item.GetString("type") is "InternalIP" or "ExternalIP" && item.GetString("address") is { Length: > 0 });
}
