using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.Proxy.Model;

/// <summary>Chain names as upstream makes them, so that either proxy recognizes what the other left behind.</summary>
internal static class Names
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The first 16 letters of the base-32 SHA-256 of a text.</summary>
    public static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        Span<char> name = stackalloc char[16];
        var bits = 0;
        var buffer = 0;
        var next = 0;
        for (var i = 0; next < name.Length; i++)
        {
            buffer = (buffer << 8) | hash[i];
            bits += 8;
            while (bits >= 5 && next < name.Length)
            {
                bits -= 5;
                name[next++] = Base32[(buffer >> bits) & 31];
            }
        }

        return new string(name);
    }
}
