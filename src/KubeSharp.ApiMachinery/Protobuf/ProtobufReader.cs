using System.Buffers.Binary;

namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>Reads the fields of one message.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> rest = message;

    public int Number { get; private set; }

    public int Wire { get; private set; }

    /// <summary>Steps to the next field; false at the end of the message.</summary>
    /// <exception cref="FormatException">The bytes are not protobuf.</exception>
    public bool Next()
    {
        if (rest.IsEmpty)
            return false;
        var tag = ReadVarint();
        Number = (int)(tag >> 3);
        Wire = (int)(tag & 7);
        if (Number <= 0)
            throw new FormatException($"proto: illegal tag {tag}");
        return true;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] >= 0x80)
                continue;
            rest = rest[(i + 1)..];
            return value;
        }

        throw new FormatException(rest.Length < 10 ? "unexpected EOF" : "proto: integer overflow");
    }

    public ReadOnlySpan<byte> ReadBytes()
    {
        if (Wire != WireType.Bytes)
            throw new FormatException($"proto: wrong wireType = {Wire} for field {Number}");
        var length = ReadVarint();
        if (length > (ulong)rest.Length)
            throw new FormatException("unexpected EOF");
        var bytes = rest[..(int)length];
        rest = rest[(int)length..];
        return bytes;
    }

    public long ReadInteger() => Wire == WireType.Varint ? (long)ReadVarint() : throw new FormatException($"proto: wrong wireType = {Wire} for field {Number}");

    public double ReadDouble()
    {
        if (Wire != WireType.Fixed64 || rest.Length < 8)
            throw new FormatException($"proto: wrong wireType = {Wire} for field {Number}");
        var value = BinaryPrimitives.ReadDoubleLittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    public void Skip()
    {
        switch (Wire)
        {
            case WireType.Varint:
                ReadVarint();
                return;
            case WireType.Bytes:
                ReadBytes();
                return;
            case WireType.Fixed64 or WireType.Fixed32:
                var length = Wire == WireType.Fixed64 ? 8 : 4;
                if (rest.Length < length)
                    throw new FormatException("unexpected EOF");
                rest = rest[length..];
                return;
            default:
                throw new FormatException($"proto: illegal wireType {Wire}");
        }
    }
}
