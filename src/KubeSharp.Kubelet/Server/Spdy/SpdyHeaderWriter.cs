using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KubeSharp.Kubelet.Server.Spdy;

/// <summary>
/// Compresses the header blocks of one direction of a connection. All blocks form one zlib stream that is flushed after each, so
/// they must be written in the order in which they are sent. The preset dictionary is left unused, which a reader must accept:
/// the zlib header says whether it is needed.
/// </summary>
internal sealed class SpdyHeaderWriter : IDisposable
{
    private readonly MemoryStream _compressed = new();
    private readonly ZLibStream _zlib;

    public SpdyHeaderWriter() => _zlib = new ZLibStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The compressed block; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        _compressed.SetLength(0);
        WriteInt32(headers.Count);
        foreach (var (name, value) in headers)
        {
            WriteText(name.ToLowerInvariant());
            WriteText(value);
        }

        _zlib.Flush();
        return _compressed.GetBuffer().AsMemory(0, (int)_compressed.Length);
    }

    public void Dispose() => _zlib.Dispose();

    private void WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteInt32(bytes.Length);
        _zlib.Write(bytes);
    }

    private void WriteInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _zlib.Write(bytes);
    }
}
