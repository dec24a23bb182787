using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KubeSharp.Proxy.Shell;

/// <summary>
/// Answers GET requests of load balancers and monitors: one short request, one short answer, connection closed. There can be one for each
/// Service, so it must cost next to nothing while nobody asks.
/// </summary>
internal sealed class SmallHttpServer : IAsyncDisposable
{
    private const int MaxRequest = 8192;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TcpListener listener;
    private readonly Func<string, HttpReply> answer;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    /// <summary>Listens at once. Throws <see cref="SocketException"/> when the address is taken.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="answer">From the request's path to the answer.</param>
    public SmallHttpServer(IPEndPoint address, Func<string, HttpReply> answer)
    {
        this.answer = answer;
        listener = new TcpListener(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            listener.Server.DualMode = true;
        listener.Start();
        Address = (IPEndPoint)listener.LocalEndpoint;
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(stop.Token).ConfigureAwait(false);
                _ = ServeAsync(socket);
            }
            catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A connection that broke before it was taken, or no file descriptor left: the next one may do.
                await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token))
        {
            limit.CancelAfter(Patience);
            try
            {
                var buffer = new byte[MaxRequest];
                var length = 0;
                while (length < buffer.Length && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
                {
                    var read = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token).ConfigureAwait(false);
                    if (read == 0)
                        return;
                    length += read;
                }

                var reply = PathOf(buffer.AsSpan(0, length)) is { } path ? answer(path) : new HttpReply(405, "");
                await socket.SendAsync(Encode(reply), limit.Token).ConfigureAwait(false);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client left or was too slow.
            }
        }
    }

    private static string? PathOf(ReadOnlySpan<byte> request)
    {
        var lineEnd = request.IndexOf("\r\n"u8);
        var line = Encoding.ASCII.GetString(lineEnd < 0 ? request : request[..lineEnd]);
        var words = line.Split(' ');
        if (words.Length < 2 || words[0] is not ("GET" or "HEAD"))
            return null;
        var query = words[1].IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? words[1] : words[1][..query];
    }

    private static byte[] Encode(HttpReply reply)
    {
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var head = $"HTTP/1.1 {reply.Code} {(HttpStatusCode)reply.Code}\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\n" +
            $"{reply.Headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
