using System.Buffers.Binary;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KubeSharp.Kubelet.Server.Streaming;

namespace KubeSharp.Kubelet.Server.PortForward;

/// <summary>
/// Port forwarding over the channels of one WebSocket: port number <c>i</c> of the request has channel <c>2i</c> for data and
/// <c>2i+1</c> for errors, and the first message of each of them is the port as two little-endian bytes.
/// </summary>
internal sealed class PortForwardChannels(WebSocket socket, IReadOnlyList<int> ports, Func<int, CancellationToken, ValueTask<Socket>> connect) : IDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly ChannelSocket _channels = new(socket);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pods = new NetworkStream?[ports.Count];
        try
        {
            List<Task> copies = [];
            for (var i = 0; i < ports.Count; i++)
            {
                var port = new byte[2];
                BinaryPrimitives.WriteUInt16LittleEndian(port, (ushort)ports[i]);
                await _channels.SendAsync((byte)(2 * i), port, cancellationToken);
                await _channels.SendAsync((byte)(2 * i + 1), port, cancellationToken);
                pods[i] = await ConnectAsync(i, cancellationToken);
                if (pods[i] is { } pod)
                {
                    var channel = (byte)(2 * i);
                    copies.Add(ByteRelay.CopyAsync(pod, (data, ct) => _channels.SendAsync(channel, data, ct), cancellationToken));
                }
            }

            var receiving = ReceiveAsync(pods, cancellationToken);
            // Without half-close in this protocol, the end of every pod's side is the end of the session.
            await Task.WhenAny(receiving, Task.WhenAll(copies));
            await _channels.CloseAsync(cancellationToken);
            await Task.WhenAny(receiving, Task.Delay(Goodbye, cancellationToken));
        }
        catch (Exception e) when (e is IOException or WebSocketException)
        {
            // One of the two sides broke off; there is nobody left to tell.
        }
        finally
        {
            foreach (var pod in pods)
                pod?.Dispose();
        }
    }

    public void Dispose() => _channels.Dispose();

    private async ValueTask<NetworkStream?> ConnectAsync(int index, CancellationToken cancellationToken)
    {
        try
        {
            return new NetworkStream(await connect(ports[index], cancellationToken), ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            await _channels.SendAsync((byte)(2 * index + 1), Encoding.UTF8.GetBytes(e.Message), cancellationToken);
            return null;
        }
    }

    private async Task ReceiveAsync(NetworkStream?[] pods, CancellationToken cancellationToken)
    {
        await foreach (var (channel, data) in _channels.ReadAllAsync(cancellationToken))
        {
            if (channel % 2 == 0 && channel / 2 < pods.Length && pods[channel / 2] is { } pod)
                await pod.WriteAsync(data, cancellationToken);
        }
    }
}
