using System.Buffers;
using System.IO.Pipelines;

namespace KubeSharp.Kubelet.Server.Streaming;

/// <summary>Copies bytes as they come, without waiting for a buffer to fill.</summary>
internal static class ByteRelay
{
    private const int BufferSize = 32 << 10;

    /// <summary>Copies from <paramref name="source"/> until its end.</summary>
    public static async Task CopyAsync(Stream source, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
                await write(buffer.AsMemory(0, read), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc cref="CopyAsync(Stream, Func{ReadOnlyMemory{byte}, CancellationToken, ValueTask}, CancellationToken)"/>
    public static async Task CopyAsync(PipeReader source, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await source.ReadAsync(cancellationToken);
            foreach (var segment in result.Buffer)
                await write(segment, cancellationToken);
            source.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return;
        }
    }
}
