using System.IO.Pipelines;
using System.Net;
using KubeSharp.ApiServer.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Hosting.InMemory;

/// <summary>The server's end of an in-memory connection.</summary>
internal sealed class InMemoryConnection : ConnectionContext, IDuplexPipe, IConnectionUserFeature
{
    private readonly CancellationTokenSource closed = new();

    public InMemoryConnection(UserInfo user, PipeReader input, PipeWriter output)
    {
        User = user;
        Input = input;
        Output = output;
        ConnectionClosed = closed.Token;
        Features.Set<IConnectionUserFeature>(this);
        Features.Set<IMemoryPoolFeature>(BlockPool.Instance);
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0);
        RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 0);
    }

    public UserInfo User { get; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException("The pipes of an in-memory connection are fixed.");
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Output.CancelPendingFlush();
        Input.CancelPendingRead();
        closed.Cancel();
        Output.Complete(abortReason);
        Input.Complete(abortReason);
    }

    public override async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync();
        await Input.CompleteAsync();
        closed.Dispose();
        await base.DisposeAsync();
    }
}
