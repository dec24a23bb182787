using System.Text;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>A connection on which the header of <see cref="HeaderLines"/> becomes the lines that it stands for. The head of a request is written in one piece.</summary>
internal sealed class HeaderLinesStream(Stream inner) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => inner.Write(Replaced(buffer.AsMemory(offset, count)).Span);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(Replaced(buffer), cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(Replaced(buffer.AsMemory(offset, count)), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private static ReadOnlyMemory<byte> Replaced(ReadOnlyMemory<byte> buffer)
    {
        var marker = HeaderLines.Marker.Span;
        var start = buffer.Span.IndexOf(marker);
        if (start < 0) return buffer;
        var length = buffer.Span[(start + marker.Length)..].IndexOf("\r\n"u8);
        if (length < 0) return buffer;
        var lines = Convert.FromBase64String(Encoding.ASCII.GetString(buffer.Span.Slice(start + marker.Length, length)));
        var rest = buffer[(start + marker.Length + length + 2)..];
        var replaced = new byte[start + lines.Length + rest.Length];
        buffer[..start].CopyTo(replaced);
        lines.CopyTo(replaced.AsMemory(start));
        rest.CopyTo(replaced.AsMemory(start + lines.Length));
        return replaced;
    }
}
