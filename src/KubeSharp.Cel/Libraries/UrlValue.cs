using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>A URL, taken apart. Equal URLs have the same text.</summary>
internal sealed record UrlValue(string Text, string Scheme, string Host, string EscapedPath, string RawQuery) : ICelOpaque
{
    public static readonly CelType CelType = CelType.Opaque("kubernetes.URL");

    public CelType Type => CelType;

    /// <summary>The host without its port and brackets.</summary>
    public string Hostname => Host.StartsWith('[') && Host.Contains(']', StringComparison.Ordinal)
        ? Host[1..Host.IndexOf(']', StringComparison.Ordinal)]
        : PortAt < 0 ? Host : Host[..PortAt];

    public string Port => PortAt < 0 ? "" : Host[(PortAt + 1)..];

    private int PortAt
    {
        get
        {
            var at = Host.LastIndexOf(':');
            return at >= 0 && at > Host.LastIndexOf(']') ? at : -1;
        }
    }

    /// <summary>Reads an absolute URL or an absolute path; null (and the fault) for anything else.</summary>
    public static UrlValue? Parse(string text, out string fault)
    {
        fault = $"parse \"{text}\": invalid URI for request";
        foreach (var c in text)
        {
            if (c is < ' ' or (char)127)
            {
                fault = $"parse {ApiMachinery.Text.GoText.Quote(text)}: net/url: invalid control character in URL";
                return null;
            }
        }

        if (text.Length == 0)
        {
            fault = $"parse \"{text}\": empty url";
            return null;
        }

        var scheme = "";
        var rest = text;
        var colon = SchemeEnd(text);
        if (colon == 0)
        {
            fault = $"parse \"{text}\": missing protocol scheme";
            return null;
        }

        if (colon > 0)
        {
            scheme = text[..colon].ToLowerInvariant();
            rest = text[(colon + 1)..];
        }

        var query = "";
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0)
        {
            query = rest[(mark + 1)..];
            rest = rest[..mark];
        }

        if (!rest.StartsWith('/'))
            return scheme.Length > 0 && rest.Length > 0 ? new UrlValue(text, scheme, "", "", query) : null;
        var host = "";
        if (scheme.Length > 0 && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('/', 2);
            host = end < 0 ? rest[2..] : rest[2..end];
            rest = end < 0 ? "" : rest[end..];
            host = host[(host.LastIndexOf('@') + 1)..];
            if (host.Contains(' ', StringComparison.Ordinal))
            {
                fault = $"parse \"{text}\": invalid character \" \" in host name";
                return null;
            }
        }

        if (!HasGoodEscapes(rest, out var broken))
        {
            fault = $"parse \"{text}\": invalid URL escape \"{broken}\"";
            return null;
        }

        return new UrlValue(text, scheme, host, Escape(rest), query);
    }

    /// <summary>The parameters of the query in the order of their names' first appearance.</summary>
    public CelValue Query()
    {
        var parameters = new Dictionary<string, List<CelValue>>(StringComparer.Ordinal);
        foreach (var part in RawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Unescape(equals < 0 ? part : part[..equals]);
            if (!parameters.TryGetValue(name, out var values))
                parameters[name] = values = [];
            values.Add(CelValue.Of(equals < 0 ? "" : Unescape(part[(equals + 1)..])));
        }

        var map = new ArrayMap();
        foreach (var (name, values) in parameters)
            map.TryAdd(CelValue.Of(name), CelValue.Of(values.ToArray()));
        return CelValue.Of(map);
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    /// <summary>Where the scheme ends; -1 when there is none, 0 when it is empty.</summary>
    private static int SchemeEnd(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ':')
                return i;
            if (!char.IsAsciiLetter(c) && (i == 0 || (!char.IsAsciiDigit(c) && c is not ('+' or '-' or '.'))))
                return -1;
        }

        return -1;
    }

    private static bool HasGoodEscapes(string path, out string broken)
    {
        broken = "";
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] != '%' || (i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2])))
                continue;
            broken = path.Substring(i, Math.Min(3, path.Length - i));
            return false;
        }

        return true;
    }

    private static string Escape(string path)
    {
        foreach (var c in path)
        {
            if (c is ' ' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}' || c > '~')
                return string.Join('/', path.Split('/').Select(s => Uri.EscapeDataString(Uri.UnescapeDataString(s))));
        }

        return path;
    }
}
