using System.Collections.Concurrent;
using System.Net.Sockets;
using KubeSharp.Kubelet.Server.Spdy;
using KubeSharp.Kubelet.Server.Streaming;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Server.PortForward;

/// <summary>
/// The server's side of <c>portforward.k8s.io</c> over SPDY: for every forwarded connection the client opens an error and a data
/// stream with the same request id and port. A connection that fails ends its own two streams and leaves the others alone; nothing
/// is written to the error stream then, because kubectl takes any text there as a reason to end the whole forward.
/// </summary>
internal sealed partial class PortForwardSession(SpdyConnection connection, Func<int, CancellationToken, ValueTask<Socket>> connect, ILogger logger)
{
    private readonly ConcurrentDictionary<string, StreamPair> _pairs = new();

    /// <summary>Serves until the client goes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = connection.RunAsync(ended.Token);
        await foreach (var stream in connection.IncomingStreams.ReadAllAsync(cancellationToken))
            await AddAsync(stream, ended.Token);
        await reading;
        await ended.CancelAsync();
    }

    private async ValueTask AddAsync(SpdyStream stream, CancellationToken cancellationToken)
    {
        await connection.AcceptAsync(stream, cancellationToken);
        var id = stream.Headers.GetValueOrDefault("requestid") ?? LegacyRequestId(stream);
        var pair = _pairs.GetOrAdd(id, _ => new StreamPair());
        if (stream.Headers.GetValueOrDefault("streamtype") == "error")
            pair.Error = stream;
        else
            pair.Data = stream;
        if (pair is { Error: not null, Data: not null })
        {
            _pairs.TryRemove(id, out _);
            _ = ForwardAsync(pair.Data, pair.Error, cancellationToken);
        }
    }

    private async Task ForwardAsync(SpdyStream data, SpdyStream error, CancellationToken cancellationToken)
    {
        try
        {
            if (!int.TryParse(data.Headers.GetValueOrDefault("port"), out var port) || port is < 1 or > 65535)
                throw new SpdyProtocolException($"the port of a forward is '{data.Headers.GetValueOrDefault("port")}'");
            try
            {
                using var socket = await connect(port, cancellationToken);
                await using NetworkStream pod = new(socket, ownsSocket: false);
                await Task.WhenAll(ToPodAsync(data, pod, socket, cancellationToken), FromPodAsync(pod, data, cancellationToken));
                await error.CloseOutputAsync(cancellationToken);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                LogFailed(port, e.Message);
                await data.ResetAsync(cancellationToken);
                await error.CloseOutputAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, and its connection with it.
        }
    }

    private static async Task ToPodAsync(SpdyStream data, NetworkStream pod, Socket socket, CancellationToken cancellationToken)
    {
        await ByteRelay.CopyAsync(data.Input, pod.WriteAsync, cancellationToken);
        if (data.IsBroken)
            throw new IOException("the client reset the stream");
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task FromPodAsync(NetworkStream pod, SpdyStream data, CancellationToken cancellationToken)
    {
        await ByteRelay.CopyAsync(pod, data.WriteAsync, cancellationToken);
        await data.CloseOutputAsync(cancellationToken);
    }

    // Clients from before request ids open the error stream first and the data stream right after it.
    private static string LegacyRequestId(SpdyStream stream) =>
        (stream.Headers.GetValueOrDefault("streamtype") == "error" ? stream.Id : stream.Id - 2).ToString();

    [LoggerMessage(EventId = 1, EventName = "PortForwardFailed", Level = LogLevel.Information, Message = "a forwarded connection to port {Port} failed: {Reason}")]
    private partial void LogFailed(int port, string reason);

    private sealed class StreamPair
    {
        public SpdyStream? Error { get; set; }

        public SpdyStream? Data { get; set; }
    }
}
