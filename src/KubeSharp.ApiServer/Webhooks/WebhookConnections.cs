using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Open connections to webhooks, one pool for each way to connect; the least used pools are given up beyond a limit.</summary>
/// <remarks>HTTP/1.1 only: requests to a Service then spread over its endpoints instead of sharing one connection to one of them.</remarks>
internal sealed class WebhookConnections : IDisposable
{
    private const int MaxPools = 200;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly IServiceResolver services;
    private readonly TimeProvider time;
    private readonly Func<Stream>? loopback;
    private readonly Func<Stream, Stream>? filter;
    private readonly TokenFiles tokens;
    private readonly Lock gate = new();
    private readonly Dictionary<ConnectionKey, Pool> pools = [];
    private readonly LinkedList<ConnectionKey> recent = [];

    /// <summary>No connection is opened yet.</summary>
    /// <param name="services">Finds Services.</param>
    /// <param name="time">The time.</param>
    /// <param name="loopback">Connects to this very server, for webhooks behind the Service <c>kubernetes</c>; null connects to them as to any other.</param>
    /// <param name="filter">Wraps each connection, within TLS; null for nothing.</param>
    public WebhookConnections(IServiceResolver services, TimeProvider time, Func<Stream>? loopback = null, Func<Stream, Stream>? filter = null)
    {
        this.filter = filter;
        this.services = services;
        this.time = time;
        this.loopback = loopback;
        tokens = new TokenFiles(time);
    }

    /// <summary>The pool of an endpoint.</summary>
    public HttpMessageInvoker For(WebhookEndpoint endpoint)
    {
        var key = ConnectionKey.Of(endpoint);
        lock (gate)
        {
            if (pools.TryGetValue(key, out var pool))
            {
                recent.Remove(pool.Place);
                recent.AddFirst(pool.Place);
                return pool.Invoker;
            }

            // What is given up is not disposed of: calls may be under way on it, and idle connections close by themselves.
            if (pools.Count >= MaxPools && recent.Last is { } oldest)
            {
                pools.Remove(oldest.Value);
                recent.RemoveLast();
            }

            pool = new Pool(new HttpMessageInvoker(Handler(endpoint), disposeHandler: true), recent.AddFirst(key));
            pools.Add(key, pool);
            return pool.Invoker;
        }
    }

    /// <summary>Whether the endpoint is this very server.</summary>
    public bool IsLoopback(WebhookEndpoint endpoint) =>
        loopback is not null && endpoint.Service is { Namespace: "default", Name: "kubernetes", Port: 443 };

    /// <summary>The bearer token to send; empty for none.</summary>
    public string Token(WebhookCredentials credentials) =>
        credentials.TokenFile.Length > 0 ? tokens.Read(credentials.TokenFile) ?? credentials.Token : credentials.Token;

    /// <summary>A source that is cancelled after a time.</summary>
    public CancellationTokenSource After(TimeSpan delay) => new(delay, time);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var pool in pools.Values) pool.Invoker.Dispose();
            pools.Clear();
            recent.Clear();
        }
    }

    private SocketsHttpHandler Handler(WebhookEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = endpoint.Proxy is not null,
            Proxy = endpoint.Proxy is { } proxy ? new WebProxy(proxy) : null,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            MaxResponseHeadersLength = 64,
            ActivityHeadersPropagator = null,
        };
        if (filter is not null) handler.PlaintextStreamFilter = (context, _) => new ValueTask<Stream>(filter(context.PlaintextStream));
        if (IsLoopback(endpoint))
        {
            handler.ConnectCallback = (_, _) => new ValueTask<Stream>(loopback!());
            return handler;
        }

        handler.ConnectCallback = endpoint.Proxy is null ? (context, cancelled) => ConnectAsync(endpoint, context.DnsEndPoint, cancelled) : null;
        handler.SslOptions = WebhookTls.Options(endpoint, time);
        handler.SslOptions.ApplicationProtocols = [SslApplicationProtocol.Http11];
        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(WebhookEndpoint endpoint, DnsEndPoint asked, CancellationToken cancellationToken)
    {
        var (host, port) = (asked.Host, asked.Port);
        if (endpoint.Service is { } service)
        {
            var address = services.Resolve(service);
            if (address.Error is { } missing) throw new WebhookConnectException(missing.Message);
            (host, port) = (address.Value!.Host, address.Value.Port);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new WebhookConnectException(Words(e, host, port));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Words(SocketException fault, string host, int port)
    {
        var shown = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var target = string.Create(CultureInfo.InvariantCulture, $"dial tcp {shown}:{port}");
        return fault.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"{target}: connect: connection refused",
            SocketError.HostNotFound or SocketError.NoData => $"dial tcp: lookup {host}: no such host",
            SocketError.TryAgain => $"dial tcp: lookup {host}: server misbehaving",
            SocketError.TimedOut => $"{target}: connect: connection timed out",
            SocketError.HostUnreachable => $"{target}: connect: no route to host",
            SocketError.NetworkUnreachable => $"{target}: connect: network is unreachable",
            _ => $"{target}: connect: {fault.Message}",
        };
    }

    // What makes two endpoints share connections: everything but path, query and what is sent in headers.
    private sealed record ConnectionKey(
        string Authority, WebhookService? Service, string? ServerName, string Bundle, bool Insecure, string Certificate, string Key, Uri? Proxy)
    {
        public static ConnectionKey Of(WebhookEndpoint endpoint) => new(
            endpoint.Url.GetLeftPart(UriPartial.Authority),
            endpoint.Service,
            endpoint.TlsServerName,
            endpoint.CaBundle,
            endpoint.InsecureSkipTlsVerify,
            endpoint.Credentials.ClientCertificate,
            endpoint.Credentials.ClientKey,
            endpoint.Proxy);
    }

    private sealed record Pool(HttpMessageInvoker Invoker, LinkedListNode<ConnectionKey> Place);
}
