using System.Buffers;
using KubeSharp.Kubelet.Linux;

namespace KubeSharp.Kubelet.Server.Logs;

/// <summary>Sends a container's log, and goes on with it while the container runs, over rotations of the file.</summary>
internal sealed class ContainerLogReader(string path, LogQuery query, Func<bool> isRunning, TimeProvider time)
{
    // The file's changes wake the reader; this only bounds how late it notices that the container has ended.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private const int BufferSize = 32 << 10;
    private const byte NewLine = (byte)'\n';

    private readonly ArrayBufferWriter<byte> _output = new(BufferSize);
    private long _left = query.LimitBytes ?? long.MaxValue;
    private bool _continuesLine;

    /// <summary>Writes to <paramref name="output"/> until the end of what is wanted.</summary>
    public async Task WriteToAsync(Stream output, CancellationToken cancellationToken)
    {
        using var changes = query.Follow ? new FileChanges(path, time) : null;
        var file = Open();
        try
        {
            if (query.TailLines is { } lines)
                file.Position = LogTail.Find(file, lines);
            while (_left > 0)
            {
                // Asked before reading: what was written before the end must still be read after it.
                var running = query.Follow && isRunning();
                await DrainAsync(file, output, cancellationToken);
                if (IsRotated(file))
                {
                    await file.DisposeAsync();
                    file = Open();
                }
                else if (running)
                {
                    await changes!.WaitAsync(LongestWait, cancellationToken);
                }
                else
                {
                    return;
                }
            }
        }
        finally
        {
            await file.DisposeAsync();
        }
    }

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    // A rotated file has been renamed; the path leads to a new one.
    private bool IsRotated(FileStream file) => query.Follow
        && FileStat.Of(path) is { } now
        && FileStat.Of($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}") is { } open
        && now.Inode != open.Inode;

    private async Task DrainAsync(FileStream file, Stream output, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var filled = 0;
        try
        {
            int read;
            while (_left > 0 && (read = await file.ReadAsync(buffer.AsMemory(filled), cancellationToken)) > 0)
            {
                filled += read;
                var used = Lines(buffer.AsSpan(0, filled));
                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
                if (filled == buffer.Length)
                    buffer = Grow(buffer);
                if (_output.WrittenCount > 0)
                {
                    await output.WriteAsync(_output.WrittenMemory, cancellationToken);
                    await output.FlushAsync(cancellationToken);
                    _output.ResetWrittenCount();
                }
            }

            // Half a line: it is read again when the rest has come.
            file.Position -= filled;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private int Lines(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (_left > 0)
        {
            var end = bytes[used..].IndexOf(NewLine);
            if (end < 0)
                break;
            if (CriLogLine.TryParse(bytes.Slice(used, end), out var line))
                Append(line);
            used += end + 1;
        }

        return used;
    }

    private void Append(CriLogLine line)
    {
        if (query.Stream is { } stream && !line.Stream.SequenceEqual(stream == "stdout" ? "stdout"u8 : "stderr"u8))
            return;
        if (query.Since is { } since && line.Instant() is { } instant && instant < since)
            return;
        if (query.Timestamps && !_continuesLine)
        {
            Append(line.Time);
            Append(" "u8);
        }

        Append(line.Content);
        if (!line.IsPartial)
            Append("\n"u8);
        _continuesLine = line.IsPartial;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var taken = bytes[..(int)Math.Min(bytes.Length, _left)];
        _output.Write(taken);
        _left -= taken.Length;
    }
}
