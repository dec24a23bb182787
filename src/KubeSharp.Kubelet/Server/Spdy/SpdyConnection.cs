using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace KubeSharp.Kubelet.Server.Spdy;

/// <summary>
/// A SPDY/3.1 connection as Kubernetes' streaming endpoints speak it (https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/):
/// streams opened by the client, data, half-close, reset, ping. Priorities, settings and flow-control windows are read and not
/// acted on, as in every peer that Kubernetes has.
/// </summary>
internal sealed class SpdyConnection : IAsyncDisposable
{
    private const int HeaderLength = 8;
    private const int MaxControlFrame = 256 << 10;
    private const int MaxDataChunk = 32 << 10;
    private const byte FlagFin = 1;
    private const byte FlagUnidirectional = 2;
    private const ushort Version = 3;
    private const int StatusCancel = 5;

    private readonly Stream _transport;
    private readonly ConcurrentDictionary<int, SpdyStream> _streams = new();
    private readonly Channel<SpdyStream> _incoming = Channel.CreateUnbounded<SpdyStream>();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SpdyHeaderWriter _headerWriter = new();
    private readonly SpdyHeaderReader _headerReader = new();
    private int _nextStreamId;

    /// <param name="transport">The connection after its HTTP upgrade.</param>
    /// <param name="isServer">A server's own streams would have even numbers, a client's have odd ones.</param>
    public SpdyConnection(Stream transport, bool isServer)
    {
        _transport = transport;
        _nextStreamId = isServer ? 2 : 1;
    }

    /// <summary>Streams that the peer opens, in order; ends with the connection.</summary>
    public ChannelReader<SpdyStream> IncomingStreams => _incoming.Reader;

    /// <summary>Reads frames until the connection ends, cleanly or by failure; either way every stream is told.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Exception reason = new IOException("the connection has ended");
        try
        {
            var header = new byte[HeaderLength];
            while (await _transport.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken) == HeaderLength)
                await ReadFrameAsync(header, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            reason = e;
        }
        finally
        {
            _incoming.Writer.TryComplete();
            foreach (var stream in _streams.Values)
                stream.Break(reason);
        }
    }

    /// <summary>Opens a stream. It may be written to at once; <see cref="SpdyStream.Accepted"/> tells when the peer agrees.</summary>
    public async ValueTask<SpdyStream> OpenStreamAsync(IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Number and header block are made under the lock: both must reach the peer in order.
            SpdyStream stream = new(this, _nextStreamId, new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase));
            _nextStreamId += 2;
            _streams[stream.Id] = stream;
            var payload = new byte[10];
            BinaryPrimitives.WriteInt32BigEndian(payload, stream.Id);
            await WriteControlAsync(SpdyFrameType.SynStream, 0, payload, _headerWriter.Write(headers), cancellationToken);
            return stream;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Agrees to a stream of <see cref="IncomingStreams"/>.</summary>
    public async ValueTask AcceptAsync(SpdyStream stream, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var payload = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(payload, stream.Id);
            await WriteControlAsync(SpdyFrameType.SynReply, 0, payload, _headerWriter.Write([]), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Tells the peer that the connection ends, so that it does not take the end for a failure.</summary>
    public ValueTask GoAwayAsync(CancellationToken cancellationToken) =>
        SendControlAsync(SpdyFrameType.GoAway, new byte[8], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        _headerReader.Dispose();
        _headerWriter.Dispose();
    }

    internal async ValueTask SendDataAsync(int streamId, ReadOnlyMemory<byte> data, bool fin, CancellationToken cancellationToken)
    {
        do
        {
            var chunk = data[..Math.Min(data.Length, MaxDataChunk)];
            data = data[chunk.Length..];
            var last = fin && data.IsEmpty;
            await _writing.WaitAsync(cancellationToken);
            var frame = ArrayPool<byte>.Shared.Rent(HeaderLength + chunk.Length);
            try
            {
                BinaryPrimitives.WriteInt32BigEndian(frame, streamId);
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), chunk.Length | (last ? FlagFin << 24 : 0));
                chunk.CopyTo(frame.AsMemory(HeaderLength));
                await _transport.WriteAsync(frame.AsMemory(0, HeaderLength + chunk.Length), cancellationToken);
                await _transport.FlushAsync(cancellationToken);
            }
            finally
            {
                _writing.Release();
                ArrayPool<byte>.Shared.Return(frame);
            }
        }
        while (!data.IsEmpty);
    }

    /// <summary>A stream closed on both sides receives nothing more.</summary>
    internal void Forget(int streamId) => _streams.TryRemove(streamId, out _);

    internal ValueTask SendResetAsync(int streamId, CancellationToken cancellationToken)
    {
        _streams.TryRemove(streamId, out _);
        var payload = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, streamId);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), StatusCancel);
        return SendControlAsync(SpdyFrameType.RstStream, payload, cancellationToken);
    }

    private async ValueTask SendControlAsync(SpdyFrameType type, byte[] payload, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await WriteControlAsync(type, 0, payload, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask WriteControlAsync(
        SpdyFrameType type, byte flags, byte[] payload, ReadOnlyMemory<byte> headers, CancellationToken cancellationToken)
    {
        var length = payload.Length + headers.Length;
        var frame = new byte[HeaderLength + length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, 0x8000 | Version);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)type);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), length | (flags << 24));
        payload.CopyTo(frame.AsSpan(HeaderLength));
        headers.CopyTo(frame.AsMemory(HeaderLength + payload.Length));
        await _transport.WriteAsync(frame, cancellationToken);
        await _transport.FlushAsync(cancellationToken);
    }

    private async ValueTask ReadFrameAsync(byte[] header, CancellationToken cancellationToken)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(header);
        var flags = header[4];
        var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)) & 0xFFFFFF);
        if ((first & 0x8000_0000) == 0)
        {
            await ReadDataAsync((int)first, flags, length, cancellationToken);
            return;
        }

        if (length > MaxControlFrame)
            throw new SpdyProtocolException($"a control frame of {length} bytes");
        if ((first >> 16 & 0x7FFF) is var version && version != Version)
            throw new SpdyProtocolException($"version {version} is not spoken here");
        var payload = new byte[length];
        await _transport.ReadExactlyAsync(payload, cancellationToken);
        await HandleControlAsync((SpdyFrameType)(first & 0xFFFF), flags, payload, cancellationToken);
    }

    private async ValueTask ReadDataAsync(int streamId, byte flags, int length, CancellationToken cancellationToken)
    {
        _streams.TryGetValue(streamId, out var stream);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(length, 1, MaxDataChunk));
        try
        {
            while (length > 0)
            {
                var read = await _transport.ReadAsync(buffer.AsMemory(0, Math.Min(length, buffer.Length)), cancellationToken);
                if (read == 0)
                    throw new EndOfStreamException();
                length -= read;
                if (stream is not null)
                    await stream.ReceiveAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (stream is not null && (flags & FlagFin) != 0)
            await stream.CloseInputAsync();
    }

    private async ValueTask HandleControlAsync(SpdyFrameType type, byte flags, byte[] payload, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case SpdyFrameType.SynStream:
                var opened = new SpdyStream(this, StreamId(payload, 10), _headerReader.Read(payload.AsSpan(10)));
                _streams[opened.Id] = opened;
                if ((flags & FlagFin) != 0)
                    await opened.CloseInputAsync();
                if ((flags & FlagUnidirectional) == 0)
                    opened.Accept();
                await _incoming.Writer.WriteAsync(opened, cancellationToken);
                break;
            case SpdyFrameType.SynReply:
                var replied = StreamId(payload, 4);
                // Every header block passes through the one decompressor, wanted or not.
                _headerReader.Read(payload.AsSpan(4));
                if (_streams.TryGetValue(replied, out var stream))
                {
                    stream.Accept();
                    if ((flags & FlagFin) != 0)
                        await stream.CloseInputAsync();
                }

                break;
            case SpdyFrameType.Headers:
                _headerReader.Read(payload.AsSpan(4));
                break;
            case SpdyFrameType.RstStream:
                if (_streams.TryRemove(StreamId(payload, 8), out var reset))
                    reset.Break(new IOException("the peer reset the stream"));
                break;
            case SpdyFrameType.Ping:
                await SendControlAsync(SpdyFrameType.Ping, payload, cancellationToken);
                break;
            case SpdyFrameType.GoAway:
            case SpdyFrameType.Settings:
            case SpdyFrameType.WindowUpdate:
            default:
                break;
        }
    }

    private static int StreamId(byte[] payload, int minimumLength) => payload.Length >= minimumLength
        ? BinaryPrimitives.ReadInt32BigEndian(payload) & 0x7FFF_FFFF
        : throw new SpdyProtocolException("a control frame is too short");
}
