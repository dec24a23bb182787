using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Names and addresses of networks.</summary>
internal static partial class NetworkFormats
{
    /// <summary>A host name: labels of letters, digits, symbols and dashes; a single label may have one dash, after its first character.</summary>
    public static bool IsHostname(string text) =>
        text.Length is > 0 and <= 255 && text.Split('.').All(label => label.Length <= 63) && (SingleLabel().IsMatch(text) || Labels().IsMatch(text));

    /// <summary>An IPv4 address; IPv4 within IPv6 counts, leading zeros do not.</summary>
    public static bool IsIpv4(string text) => text.Contains('.', StringComparison.Ordinal) && StringValidators.TryParseIp(text, out IPAddress _, out _);

    /// <summary>An IPv6 address without zone.</summary>
    public static bool IsIpv6(string text) =>
        text.Contains(':', StringComparison.Ordinal) && StringValidators.TryParseIp(text, out IPAddress _, out var leadingZeros) && !leadingZeros;

    /// <summary>An address with the length of its prefix.</summary>
    public static bool IsCidr(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !StringValidators.TryParseIp(text[..slash], out var address, out _)) return false;
        var most = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128;
        return int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= most;
    }

    /// <summary>A hardware address of 6, 8 or 20 octets: pairs with colons or dashes, or groups of four with dots.</summary>
    public static bool IsMac(string text)
    {
        if (text.Length < 14) return false;
        var (separator, width) = text[2] is ':' or '-' ? (text[2], 2) : text[4] == '.' ? ('.', 4) : ('\0', 0);
        if (width == 0) return false;
        var parts = text.Split(separator);
        return parts.Length * width / 2 is 6 or 8 or 20 && parts.All(part => part.Length == width && part.All(char.IsAsciiHexDigit));
    }

    [GeneratedRegex(@"^[a-zA-Z0-9\p{S}\p{L}](-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SingleLabel();

    [GeneratedRegex(
        @"^([a-zA-Z0-9\p{S}\p{L}]([a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?\.)+[a-zA-Z\p{L}]{2,63}\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Labels();
}
