using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.Cel.Text;

/// <summary>Base64 as documents carry bytes.</summary>
internal static class Base64
{
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        if (Convert.TryFromBase64String(text, buffer, out var count))
        {
            bytes = buffer[..count];
            return true;
        }

        bytes = null;
        return false;
    }
}
