using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.ApiMachinery.Text;

/// <summary>A URL as Go's <c>net/url.Parse</c> takes it apart: it takes much that <see cref="Uri"/> does not, and says otherwise what is wrong.</summary>
/// <param name="Scheme">The scheme in lower case; empty without one.</param>
/// <param name="User">What stands before the @ of the authority; empty without one.</param>
/// <param name="Host">The host with its port; empty without one.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">What follows the question mark.</param>
/// <param name="Fragment">What follows the hash.</param>
public sealed record GoUrl(string Scheme, string User, string Host, string Path, string Query, string Fragment)
{
    private const string HostPunctuation = "!$&'()*+,;=:[]<>\"-_.~%";

    /// <summary>Takes a URL apart.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="url">Its parts, if it could be read.</param>
    /// <param name="error">Why it could not be read, in Go's words.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out GoUrl? url, [NotNullWhen(false)] out string? error)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var (address, fragment) = hash < 0 ? (text, "") : (text[..hash], text[(hash + 1)..]);
        url = null;
        var (why, of) = (Read(address, fragment, out url), address);
        if (why is null && BadEscape(fragment) is { } wrong) (why, of, url) = (wrong, text, null);
        error = why is null ? null : $"parse {GoText.Quote(of)}: {why}";
        return url is not null;
    }

    private static string? Read(string text, string fragment, out GoUrl? url)
    {
        url = null;
        if (text.Any(c => c < ' ' || c == 0x7F)) return "net/url: invalid control character in URL";
        var length = SchemeLength(text);
        if (length == 0) return "missing protocol scheme";
        var scheme = length < 0 ? "" : text[..length].ToLowerInvariant();
        var rest = length < 0 ? text : text[(length + 1)..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : rest[(mark + 1)..];
        if (mark >= 0) rest = rest[..mark];
        if (!rest.StartsWith('/') && text != "*")
        {
            if (scheme.Length > 0)
            {
                url = new GoUrl(scheme, "", "", "", query, fragment);
                return null;
            }

            if (rest.Split('/')[0].Contains(':', StringComparison.Ordinal)) return "first path segment in URL cannot contain colon";
        }

        var (user, host) = ("", "");
        if (rest.StartsWith("//", StringComparison.Ordinal) && (scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var end = rest.IndexOf('/', 2);
            var authority = end < 0 ? rest[2..] : rest[2..end];
            rest = end < 0 ? "" : rest[end..];
            var at = authority.LastIndexOf('@');
            (user, host) = at < 0 ? ("", authority) : (authority[..at], authority[(at + 1)..]);
            if (BadHost(host) is { } wrong) return wrong;
            if (user.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal))) return "net/url: invalid userinfo";
        }

        if (BadEscape(rest) is { } escape) return escape;
        url = new GoUrl(scheme, user, host, rest, query, fragment);
        return null;
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

    private static string? BadHost(string host)
    {
        var bracket = host.StartsWith('[') ? host.LastIndexOf(']') : -1;
        if (host.StartsWith('[') && bracket < 0) return "missing ']' in host";
        var colon = bracket >= 0 ? bracket + 1 : host.LastIndexOf(':');
        var port = colon >= 0 ? host[colon..] : "";
        if (port.Length > 0 && (port[0] != ':' || port.Skip(1).Any(c => !char.IsAsciiDigit(c)))) return $"invalid port {GoText.Quote(port)} after host";
        foreach (var c in host)
        {
            if (c < 0x80 && !char.IsAsciiLetterOrDigit(c) && !HostPunctuation.Contains(c, StringComparison.Ordinal))
                return $"invalid character {GoText.Quote(c.ToString())} in host name";
        }

        return BadEscape(host);
    }

    private static string? BadEscape(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%') continue;
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return $"invalid URL escape {GoText.Quote(text[i..Math.Min(i + 3, text.Length)])}";
            i += 2;
        }

        return null;
    }
}
