using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>
/// Writes protobuf from its end to its start: a message's length is known when its content stands, so nothing is measured twice.
/// Callers write fields in descending order. Not safe for concurrent use; dispose to return the buffer.
/// </summary>
internal sealed class ReverseWriter : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int start;

    public ReverseWriter() => start = buffer.Length;

    /// <summary>The number of bytes written.</summary>
    public int Length => buffer.Length - start;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(start);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void Text(string text) => Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetByteCount(text)));

    public void Varint(ulong value)
    {
        var length = (int)(((uint)BitOperations.Log2(value | 1) * 9) + 73) / 64;
        var target = Reserve(length);
        for (var i = 0; i < length - 1; i++)
        {
            target[i] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length - 1] = (byte)value;
    }

    public void Fixed64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    public void Tag(int number, int wireType) => Varint((ulong)((number << 3) | wireType));

    /// <summary>Ends what began when <see cref="Length"/> was <paramref name="before"/>: puts its length and tag in front.</summary>
    public void Close(int number, int before)
    {
        Varint((ulong)(Length - before));
        Tag(number, WireType.Bytes);
    }

    public void StringField(int number, string text)
    {
        var before = Length;
        Text(text);
        Close(number, before);
    }

    public void BytesField(int number, ReadOnlySpan<byte> bytes)
    {
        Bytes(bytes);
        Varint((ulong)bytes.Length);
        Tag(number, WireType.Bytes);
    }

    public void VarintField(int number, long value)
    {
        Varint((ulong)value);
        Tag(number, WireType.Varint);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = 0;
    }

    private Span<byte> Reserve(int count)
    {
        if (count > start)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, buffer.Length + count));
            var length = Length;
            Written.CopyTo(larger.AsSpan(larger.Length - length));
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
            start = larger.Length - length;
        }

        start -= count;
        return buffer.AsSpan(start, count);
    }
}
