using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KubeSharp.Kubelet.Server.Spdy;

/// <summary>
/// Decompresses the header blocks of one direction of a connection, in the order of their arrival. .NET's inflater takes no preset
/// dictionary, but a raw deflate stream that begins with the dictionary as a stored block leaves it in the same state.
/// </summary>
internal sealed class SpdyHeaderReader : IDisposable
{
    private const int MaxHeaders = 256;
    private const int MaxText = 64 << 10;
    private const byte DictionaryFlag = 0x20;

    private readonly BlockStream _input = new();
    private DeflateStream? _inflater;

    /// <summary>The names (lower case) and values of one block.</summary>
    /// <exception cref="SpdyProtocolException">The block is no complete, sane list of headers.</exception>
    public Dictionary<string, string> Read(ReadOnlySpan<byte> block)
    {
        try
        {
            _input.Append(_inflater is null ? Start(block) : block);
            var count = ReadInt32(MaxHeaders);
            Dictionary<string, string> headers = new(count, StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < count; i++)
                headers[ReadText()] = ReadText();
            return headers;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new SpdyProtocolException("a header block cannot be decompressed");
        }
    }

    public void Dispose() => _inflater?.Dispose();

    // Takes the two bytes of the zlib header (and the four that name the dictionary) off the first block.
    private ReadOnlySpan<byte> Start(ReadOnlySpan<byte> block)
    {
        if (block.Length < 6)
            throw new SpdyProtocolException("the first header block is too short");
        var usesDictionary = (block[1] & DictionaryFlag) != 0;
        _inflater = new DeflateStream(_input, CompressionMode.Decompress);
        if (!usesDictionary)
            return block[2..];

        var dictionary = SpdyDictionary.Create();
        Span<byte> storedBlock = stackalloc byte[5];
        BinaryPrimitives.WriteUInt16LittleEndian(storedBlock[1..], (ushort)dictionary.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(storedBlock[3..], (ushort)~dictionary.Length);
        _input.Append(storedBlock);
        _input.Append(dictionary);
        _inflater.ReadExactly(new byte[dictionary.Length]);
        return block[6..];
    }

    private string ReadText()
    {
        var bytes = new byte[ReadInt32(MaxText)];
        _inflater!.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private int ReadInt32(int limit)
    {
        Span<byte> bytes = stackalloc byte[4];
        _inflater!.ReadExactly(bytes);
        var value = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return value >= 0 && value <= limit ? value : throw new SpdyProtocolException($"a length in a header block is {value}");
    }

    /// <summary>The blocks that came so far, as a stream to read from.</summary>
    private sealed class BlockStream : Stream
    {
        private readonly Queue<byte[]> _blocks = new();
        private int _offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Append(ReadOnlySpan<byte> block)
        {
            if (!block.IsEmpty)
                _blocks.Enqueue(block.ToArray());
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (!_blocks.TryPeek(out var block))
                return 0;
            var count = Math.Min(buffer.Length, block.Length - _offset);
            block.AsSpan(_offset, count).CopyTo(buffer);
            _offset += count;
            if (_offset == block.Length)
            {
                _blocks.Dequeue();
                _offset = 0;
            }

            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
