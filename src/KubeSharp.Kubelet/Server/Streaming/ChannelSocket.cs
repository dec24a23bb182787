using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace KubeSharp.Kubelet.Server.Streaming;

/// <summary>
/// A WebSocket that carries several channels: the first byte of every message is the channel, the rest its data. In the base64
/// flavour messages are text, the channel a digit and the data base64.
/// </summary>
internal sealed class ChannelSocket(WebSocket socket, bool base64 = false) : IDisposable
{
    private const int BufferSize = 32 << 10;

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Sends one message; empty messages are sent too, they open a channel for some clients.</summary>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = base64 ? Encoding.ASCII.GetBytes((char)('0' + channel) + Convert.ToBase64String(data.Span)) : [channel, .. data.Span];
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, base64 ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>
    /// Messages as they come, until the client closes. A long message may arrive in several pieces (a base64 one never does: it
    /// decodes only as a whole, and is limited to the buffer); the memory of a piece is valid until the next.
    /// </summary>
    public async IAsyncEnumerable<(byte Channel, ReadOnlyMemory<byte> Data)> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            byte channel = 0;
            var continues = false;
            var filled = 0;
            while (true)
            {
                ValueWebSocketReceiveResult received;
                try
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(filled, BufferSize - filled), cancellationToken);
                }
                catch (WebSocketException)
                {
                    yield break;
                }

                if (received.MessageType == WebSocketMessageType.Close)
                    yield break;
                if (base64 && !received.EndOfMessage)
                {
                    filled += received.Count;
                    if (filled == BufferSize)
                        yield break;
                    continue;
                }

                ReadOnlyMemory<byte> data = buffer.AsMemory(0, filled + received.Count);
                filled = 0;
                if (!continues)
                {
                    if (data.IsEmpty)
                        continue;
                    channel = base64 ? (byte)(data.Span[0] - '0') : data.Span[0];
                    data = data[1..];
                }

                continues = !received.EndOfMessage;
                yield return (channel, base64 ? Convert.FromBase64String(Encoding.ASCII.GetString(data.Span)) : data);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Says goodbye; a client that is already gone is no failure.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (WebSocketException)
        {
            // The other side hung up first.
        }
    }

    public void Dispose() => _sending.Dispose();
}
