using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>Who an API server is to others: the same at every start on the same host.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/architecture/leases/#api-server-identity</remarks>
internal static class ServerIdentity
{
    public const string Component = "kube-apiserver";

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int HashBytes = 16;

    /// <summary>The name of the server on a host: <c>apiserver-</c> and a hash of the host's name and the component's.</summary>
    public static string Of(string host)
    {
        byte[] hashed = [.. WithLength(host), .. WithLength(Component)];
        return "apiserver-" + Base32(SHA256.HashData(hashed).AsSpan(0, HashBytes));
    }

    private static byte[] WithLength(string text)
    {
        var bytes = new byte[2 + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(bytes.Length - 2));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(2));
        return bytes;
    }

    // RFC 4648 without padding, in lower case.
    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var one in bytes)
        {
            buffer = ((buffer << 8) | one) & 0xFFFF;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
        }

        if (bits > 0) text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }
}
