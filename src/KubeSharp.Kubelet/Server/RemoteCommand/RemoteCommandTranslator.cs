using System.Net.WebSockets;
using KubeSharp.Kubelet.Server.Spdy;
using KubeSharp.Kubelet.Server.Streaming;

namespace KubeSharp.Kubelet.Server.RemoteCommand;

/// <summary>Joins a WebSocket client's channels to the streams of the runtime's SPDY connection.</summary>
internal sealed class RemoteCommandTranslator : IAsyncDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly ChannelSocket _client;
    private readonly SpdyConnection _runtime;
    private readonly RemoteCommandStreams _wanted;

    public RemoteCommandTranslator(WebSocket client, Stream runtime, RemoteCommandStreams wanted, bool base64)
    {
        _client = new ChannelSocket(client, base64);
        _runtime = new SpdyConnection(runtime, isServer: false);
        _wanted = wanted;
    }

    /// <summary>Runs until the command has ended and all it wrote has been passed on, or the client is gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = _runtime.RunAsync(ended.Token);

        // The runtime waits for exactly the streams it was asked for, the error stream first.
        var error = await OpenAsync("error", ended.Token);
        var stdin = _wanted.Stdin ? await OpenAsync("stdin", ended.Token) : null;
        var stdout = _wanted.Stdout ? await OpenAsync("stdout", ended.Token) : null;
        var stderr = _wanted is { Stderr: true, Tty: false } ? await OpenAsync("stderr", ended.Token) : null;
        var resize = _wanted.Tty ? await OpenAsync("resize", ended.Token) : null;

        // The sides of these streams that are ours stay open: the runtime closes the connection as soon as the command has ended, and
        // a frame that arrives after that makes the kernel throw away what the runtime has sent and nobody has read yet.
        var fromClient = FromClientAsync(stdin, resize, ended.Token);
        var output = Task.WhenAll(
            ToClientAsync(stdout, RemoteCommandChannel.Stdout, ended.Token),
            ToClientAsync(stderr, RemoteCommandChannel.Stderr, ended.Token));
        var all = OutputThenStatusAsync(output, error, ended.Token);
        if (await Task.WhenAny(all, fromClient) == fromClient && fromClient.IsCompletedSuccessfully && !all.IsCompleted)
        {
            // The client hung up. Nobody reads the output any more, so the command is let go.
            await ended.CancelAsync();
            return;
        }

        await all;
        await _client.CloseAsync(ended.Token);
        // Hanging up before the client has read the last words and said goodbye itself could cost it those words.
        await Task.WhenAny(fromClient, Task.Delay(Goodbye, ended.Token));
        await ended.CancelAsync();
        await running;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _runtime.DisposeAsync();
    }

    private async Task OutputThenStatusAsync(Task output, SpdyStream error, CancellationToken cancellationToken)
    {
        await output;
        using MemoryStream status = new();
        await ByteRelay.CopyAsync(error.Input, status.WriteAsync, cancellationToken);
        if (status.Length > 0)
            await _client.SendAsync(RemoteCommandChannel.Error, status.GetBuffer().AsMemory(0, (int)status.Length), cancellationToken);
    }

    private ValueTask<SpdyStream> OpenAsync(string type, CancellationToken cancellationToken) =>
        _runtime.OpenStreamAsync([new("streamType", type)], cancellationToken);

    private async Task ToClientAsync(SpdyStream? stream, byte channel, CancellationToken cancellationToken)
    {
        if (stream is null)
            return;
        await ByteRelay.CopyAsync(stream.Input, (data, ct) => _client.SendAsync(channel, data, ct), cancellationToken);
    }

    private async Task FromClientAsync(SpdyStream? stdin, SpdyStream? resize, CancellationToken cancellationToken)
    {
        await foreach (var (channel, data) in _client.ReadAllAsync(cancellationToken))
        {
            try
            {
                await DeliverAsync(channel, data, stdin, resize, cancellationToken);
            }
            catch (IOException)
            {
                // The command takes no more input, or has ended; its output may still be on the way, and the goodbye.
            }
        }
    }

    private static async ValueTask DeliverAsync(byte channel, ReadOnlyMemory<byte> data, SpdyStream? stdin, SpdyStream? resize, CancellationToken cancellationToken)
    {
        switch (channel)
        {
            case RemoteCommandChannel.Stdin when stdin is not null && !data.IsEmpty:
                await stdin.WriteAsync(data, cancellationToken);
                break;
            case RemoteCommandChannel.Resize when resize is not null && !data.IsEmpty:
                await resize.WriteAsync(data, cancellationToken);
                break;
            case RemoteCommandChannel.Close when stdin is not null && data is { Length: 1 } && data.Span[0] == RemoteCommandChannel.Stdin:
                await stdin.CloseOutputAsync(cancellationToken);
                break;
            default:
                break;
        }
    }
}
