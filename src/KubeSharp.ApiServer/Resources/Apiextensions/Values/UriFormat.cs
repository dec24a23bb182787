namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>URIs as Go's url.ParseRequestURI takes them: absolute, or a path from the root; no fragment is looked for.</summary>
internal static class UriFormat
{
    /// <summary>Whether the text is such a URI.</summary>
    public static bool IsRequestUri(string text)
    {
        if (text.Length == 0 || text.Any(c => c < ' ' || c == 0x7F)) return false;
        if (text == "*") return true;
        var scheme = SchemeLength(text);
        if (scheme == 0) return false;
        var rest = scheme > 0 ? text[(scheme + 1)..] : text;
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) rest = rest[..query];
        if (!rest.StartsWith('/')) return scheme > 0;
        var slashes = rest.StartsWith("//", StringComparison.Ordinal);
        if (!slashes || (scheme < 0 && rest.StartsWith("///", StringComparison.Ordinal))) return EscapesAreRight(rest);
        var end = rest.IndexOf('/', 2);
        var (authority, path) = end < 0 ? (rest[2..], "") : (rest[2..end], rest[end..]);
        return IsAuthority(authority) && EscapesAreRight(path);
    }

    // -1 without a scheme; 0 where a colon has nothing before it.
    private static int SchemeLength(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c)) continue;
            if (c == ':') return i;
            if (i == 0 || !(char.IsAsciiDigit(c) || c is '+' or '-' or '.')) return -1;
        }

        return -1;
    }

    private static bool IsAuthority(string authority)
    {
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (at >= 0 && authority[..at].Any(c => !(char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal)))) return false;
        if (host.StartsWith('['))
        {
            var close = host.LastIndexOf(']');
            return close > 0 && IsPort(host[(close + 1)..]);
        }

        var colon = host.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && !IsPort(host[colon..])) return false;
        return !host.Any(c => c is ' ' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}') && EscapesAreRight(host);
    }

    private static bool IsPort(string text) => text.Length == 0 || (text[0] == ':' && text.Skip(1).All(char.IsAsciiDigit));

    private static bool EscapesAreRight(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%') continue;
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return false;
            i += 2;
        }

        return true;
    }
}
