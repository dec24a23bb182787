using System.IO.Pipelines;

namespace KubeSharp.Kubelet.Server.Spdy;

/// <summary>One stream of a connection: headers, and bytes both ways, each way closed by itself.</summary>
internal sealed class SpdyStream
{
    // A slow reader holds up the whole connection only once this much of its data waits; the protocol's own window is unused by
    // every peer there is.
    private const int PauseAt = 1 << 20;

    private readonly SpdyConnection _connection;
    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: PauseAt, resumeWriterThreshold: PauseAt / 2, useSynchronizationContext: false));
    private readonly TaskCompletionSource _replied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _outputClosed;
    private bool _inputClosed;

    internal SpdyStream(SpdyConnection connection, int id, IReadOnlyDictionary<string, string> headers)
    {
        _connection = connection;
        Id = id;
        Headers = headers;
    }

    public int Id { get; }

    /// <summary>What the opener said of the stream; names compare without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>
    /// What the peer sends; ends when the peer has closed its side, or when the stream broke (<see cref="IsBroken"/>). What came
    /// before can still be read then: servers of exec reset every stream right after their last word.
    /// </summary>
    public PipeReader Input => _input.Reader;

    /// <summary>True when the stream ended by a reset or with its connection.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Completes when the peer has accepted the stream.</summary>
    public Task Accepted => _replied.Task;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        _outputClosed ? throw new IOException("the stream is closed") : _connection.SendDataAsync(Id, data, fin: false, cancellationToken);

    /// <summary>Says that nothing more will be written; reading goes on. Safe to repeat.</summary>
    public async ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        if (_outputClosed)
            return;
        _outputClosed = true;
        try
        {
            await _connection.SendDataAsync(Id, ReadOnlyMemory<byte>.Empty, fin: true, cancellationToken);
        }
        catch (IOException)
        {
            // A peer that has gone need not be told; what it sent before it went is still to be read.
        }

        if (_inputClosed)
            _connection.Forget(Id);
    }

    /// <summary>Ends this stream both ways, and no other.</summary>
    public ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        _outputClosed = true;
        Break(new IOException("the stream was reset"));
        return _connection.SendResetAsync(Id, cancellationToken);
    }

    internal void Accept() => _replied.TrySetResult();

    internal async ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        await _input.Writer.WriteAsync(data, cancellationToken);

    internal async ValueTask CloseInputAsync()
    {
        _inputClosed = true;
        await _input.Writer.CompleteAsync();
        if (_outputClosed)
            _connection.Forget(Id);
    }

    internal void Break(Exception reason)
    {
        IsBroken = !_inputClosed;
        _outputClosed = true;
        _replied.TrySetException(reason);
        // Nobody need be waiting for the acceptance.
        _ = _replied.Task.Exception;
        _input.Writer.Complete();
    }
}
