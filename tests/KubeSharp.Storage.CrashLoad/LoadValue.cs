using System.Buffers.Binary;

namespace KubeSharp.Storage.CrashLoad;

/// <summary>Values that tell whether they are whole: an identity, a length and bytes that follow from both.</summary>
internal static class LoadValue
{
    public static byte[] Make(long identity, int length)
    {
        var value = new byte[12 + length];
        BinaryPrimitives.WriteInt64LittleEndian(value, identity);
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(8), length);
        new Random((int)identity ^ length).NextBytes(value.AsSpan(12));
        return value;
    }

    /// <summary>The identity; null when the value is not whole.</summary>
    public static long? Read(ReadOnlySpan<byte> value)
    {
        if (value.Length < 12)
            return null;
        var identity = BinaryPrimitives.ReadInt64LittleEndian(value);
        var length = BinaryPrimitives.ReadInt32LittleEndian(value[8..]);
        return length == value.Length - 12 && value.SequenceEqual(Make(identity, length)) ? identity : null;
    }
}
