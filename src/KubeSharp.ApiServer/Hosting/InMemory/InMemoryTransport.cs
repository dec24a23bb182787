using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using KubeSharp.ApiServer.Authentication;
using Microsoft.AspNetCore.Connections;

namespace KubeSharp.ApiServer.Hosting.InMemory;

/// <summary>
/// A Kestrel transport without sockets: <see cref="Connect"/> makes a pair of pipes, gives one end to Kestrel and the other to the caller.
/// </summary>
/// <remarks>
/// Components that live in the server's process speak HTTP through it: the same filters run, but there is no TLS, no system call and
/// no copy between kernel and user. Who opens a connection fixes its user; nothing in a request can change that.
/// </remarks>
internal sealed class InMemoryTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // Writers are stopped at 256 KiB that nobody has read: a slow reader holds back its own connection only.
    private static readonly PipeOptions ClientToServer = new(BlockPool.Instance, pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false);
    private static readonly PipeOptions ServerToClient = new(BlockPool.Instance, pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false);

    private readonly Channel<ConnectionContext> accepted = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>Opens a connection that belongs to <paramref name="user"/>.</summary>
    /// <exception cref="IOException">The server has stopped.</exception>
    public Stream Connect(UserInfo user)
    {
        var up = new Pipe(ClientToServer);
        var down = new Pipe(ServerToClient);
        var connection = new InMemoryConnection(user, up.Reader, down.Writer);
        if (!accepted.Writer.TryWrite(connection)) throw new IOException("The API server has stopped.");
        return new DuplexPipeStream(down.Reader, up.Writer);
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(new Listener(accepted));

    [SuppressMessage("Design", "CA1031", Justification = "A plain question.")]
    public bool CanBind(EndPoint endpoint) => endpoint is InMemoryEndPoint;

    private sealed class Listener(Channel<ConnectionContext> accepted) : IConnectionListener
    {
        public EndPoint EndPoint => InMemoryEndPoint.Instance;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await accepted.Reader.WaitToReadAsync(cancellationToken))
            {
                if (accepted.Reader.TryRead(out var connection)) return connection;
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            accepted.Writer.TryComplete();
            return default;
        }

        public ValueTask DisposeAsync()
        {
            accepted.Writer.TryComplete();
            while (accepted.Reader.TryRead(out var connection)) connection.Abort();
            return default;
        }
    }
}
