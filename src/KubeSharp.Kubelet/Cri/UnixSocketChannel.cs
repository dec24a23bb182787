using System.Net.Sockets;
using Grpc.Net.Client;

namespace KubeSharp.Kubelet.Cri;

/// <summary>Opens gRPC channels over a unix socket.</summary>
internal static class UnixSocketChannel
{
    private const int MaxMessageBytes = 16 * 1024 * 1024;

    /// <summary>Strips the <c>unix://</c> scheme that upstream flags carry.</summary>
    public static string PathOf(string endpoint) =>
        endpoint.StartsWith("unix://", StringComparison.Ordinal) ? endpoint["unix://".Length..] : endpoint;

    /// <summary>
    /// A channel to the socket. It connects at the first call and again after the far side went away; no keep-alive
    /// pings, since a local socket tells at once when its peer dies.
    /// </summary>
    public static GrpcChannel Create(string endpoint)
    {
        var address = new UnixDomainSocketEndPoint(PathOf(endpoint));
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
        });
    }
}
