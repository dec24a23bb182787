using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Storage.Etcd;

/// <summary>
/// Connections to etcd. The certificates are read again for each new connection, so that who replaces the files need not restart anything; connections that are
/// open stay so, as etcd's own client has it.
/// </summary>
internal sealed class EtcdTransport : HttpMessageHandler
{
    private readonly EtcdStoreOptions options;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, string> rejections = new(StringComparer.Ordinal);
    private HttpMessageInvoker current;

    // The text of the files that the current handler was made from.
    private (string? Ca, string? Certificate, string? Key) files;

    /// <summary>Reads the certificates; nothing is connected yet.</summary>
    /// <exception cref="StoreOpenException">A certificate cannot be read.</exception>
    public EtcdTransport(EtcdStoreOptions options)
    {
        this.options = options;
        try
        {
            files = Read();
            current = new HttpMessageInvoker(Handler(files));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StoreOpenException($"The certificates for etcd cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Why a member ended the last connection just after the handshake; null if it did not.</summary>
    public string? Rejection(Uri member) => rejections.GetValueOrDefault(member.Authority);

    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Volatile.Read(ref current).SendAsync(request, cancellationToken);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) Volatile.Read(ref current).Dispose();
        base.Dispose(disposing);
    }

    private SocketsHttpHandler Handler((string? Ca, string? Certificate, string? Key) pem)
    {
        var ssl = new SslClientAuthenticationOptions();
        if (pem.Ca is { } ca) ssl.CertificateChainPolicy = TrustOnly(ca);
        if (pem.Certificate is { } certificate) ssl.ClientCertificateContext = Shown(certificate, pem.Key ?? certificate);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = ssl,
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = (context, _) => new(new FirstReadStream(context.PlaintextStream, fault => Note(context.InitialRequestMessage.RequestUri!, fault))),
        };
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // A handler keeps the certificates that it was made with. This connection fails, and the one that is tried next is the new handler's.
        if (Renew()) throw new IOException("the certificates have been replaced, and the next connection is made with the new ones");
        var socket = options.NewSocket();
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Note(Uri member, Exception? fault)
    {
        while (fault?.InnerException is { } deeper) fault = deeper;
        if (fault?.Message is { } text && text.Contains(" alert ", StringComparison.Ordinal)) rejections[member.Authority] = text;
        else if (fault is null) rejections.TryRemove(member.Authority, out _);
    }

    private bool Renew()
    {
        lock (gate)
        {
            try
            {
                var now = Read();
                if (now == files) return false;
                var old = Volatile.Read(ref current);
                Volatile.Write(ref current, new HttpMessageInvoker(Handler(now)));
                files = now;
                // What is under way on its connections comes to its end.
                old.Dispose();
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                // Half replaced, or gone: those that we have may still do.
                return false;
            }
        }
    }

    private (string? Ca, string? Certificate, string? Key) Read() => (Text(options.CaFile), Text(options.CertFile), Text(options.KeyFile));

    private static string? Text(string? file) => file is null ? null : File.ReadAllText(file);

    private static X509ChainPolicy TrustOnly(string pem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(pem);
        if (policy.CustomTrustStore.Count == 0) throw new CryptographicException("there is no certificate in the file of authorities");
        return policy;
    }

    private static SslStreamCertificateContext Shown(string pem, string key)
    {
        var certificate = X509Certificate2.CreateFromPem(pem, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        chain.RemoveAt(0);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }
}
