using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeSharp.Cel.Text;

/// <summary>
/// Regular expressions in RE2's syntax on the platform's engine without backtracking, which keeps RE2's promise of linear time. What
/// the two spell differently is translated.
/// <see href="https://github.com/google/re2/wiki/Syntax"/>.
/// </summary>
internal static class RegexSyntax
{
    private static readonly SearchValues<char> Special = SearchValues.Create("[\\$(");

    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = "\\x00-\\x7F",
        ["blank"] = "\\t ",
        ["cntrl"] = "\\x00-\\x1F\\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\n\\v\\f\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>The compiled expression, or null and the fault.</summary>
    public static Regex? Compile(string pattern, out string fault)
    {
        try
        {
            fault = "";
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            fault = $"error parsing regexp: {Reason(pattern, e)}";
            return null;
        }
    }

    private static string Reason(string pattern, Exception e) => e is RegexParseException parse
        ? parse.Error switch
        {
            RegexParseError.InsufficientClosingParentheses => $"missing closing ): `{pattern}`",
            RegexParseError.InsufficientOpeningParentheses => $"unexpected ): `{pattern}`",
            RegexParseError.UnterminatedBracket => $"missing closing ]: `{pattern[Math.Max(0, pattern.LastIndexOf('['))..]}`",
            RegexParseError.QuantifierAfterNothing => $"missing argument to repetition operator: `{At(pattern, parse.Offset)}`",
            RegexParseError.UnescapedEndingBackslash => "trailing backslash at end of expression: ``",
            RegexParseError.NestedQuantifiersNotParenthesized => $"invalid nested repetition operator: `{At(pattern, parse.Offset)}`",
            _ => $"invalid escape sequence: `{pattern}`",
        }
        : $"invalid or unsupported Perl syntax: `{pattern}`";

    private static string At(string pattern, int offset) => offset > 0 && offset <= pattern.Length ? pattern[(offset - 1)..offset] : pattern;

    private static string Translate(string pattern)
    {
        if (pattern.AsSpan().IndexOfAny(Special) < 0)
            return pattern;
        var text = new StringBuilder(pattern.Length + 16);
        var multiline = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '\\' when i + 1 < pattern.Length:
                    i = Escape(pattern, i, text, inClass: false);
                    break;
                case '[':
                    i = Class(pattern, i, text);
                    break;
                case '$':
                    // Outside of multi-line mode only the very end matches.
                    text.Append(multiline ? "$" : "\\z");
                    break;
                case '(' when string.CompareOrdinal(pattern, i, "(?P<", 0, 4) == 0:
                    text.Append("(?<");
                    i += 3;
                    break;
                case '(' when i + 2 < pattern.Length && pattern[i + 1] == '?' && (char.IsAsciiLetter(pattern[i + 2]) || pattern[i + 2] == '-'):
                    i = Flags(pattern, i, text, ref multiline);
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        return text.ToString();
    }

    private static int Flags(string pattern, int at, StringBuilder text, ref bool multiline)
    {
        var on = true;
        text.Append("(?");
        var i = at + 2;
        for (; i < pattern.Length && pattern[i] is not (')' or ':'); i++)
        {
            if (pattern[i] == '-')
                on = false;
            if (pattern[i] == 'm')
                multiline = on;
            // Swapping greediness is the one flag without a counterpart.
            if (pattern[i] == 'U')
                throw new NotSupportedException("flag U");
            text.Append(pattern[i]);
        }

        if (i < pattern.Length)
            text.Append(pattern[i]);
        return i;
    }

    private static int Class(string pattern, int at, StringBuilder text)
    {
        text.Append('[');
        var i = at + 1;
        if (i < pattern.Length && pattern[i] == '^')
        {
            text.Append('^');
            i++;
        }

        if (i < pattern.Length && pattern[i] == ']')
        {
            text.Append("\\]");
            i++;
        }

        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern.IndexOf(":]", i + 2, StringComparison.Ordinal) is var end and > 0)
            {
                var name = pattern[(i + 2)..end];
                var negated = name.StartsWith('^');
                if (negated || !Classes.TryGetValue(name, out var members))
                    throw new NotSupportedException(name);
                text.Append(members);
                i = end + 1;
            }
            else if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                i = Escape(pattern, i, text, inClass: true);
            }
            else
            {
                text.Append(pattern[i] == '[' ? "\\[" : pattern[i].ToString());
            }
        }

        if (i < pattern.Length)
            text.Append(']');
        return i;
    }

    private static int Escape(string pattern, int at, StringBuilder text, bool inClass)
    {
        var c = pattern[at + 1];
        switch (c)
        {
            case 'd':
                text.Append(inClass ? "0-9" : "[0-9]");
                return at + 1;
            case 'D' when !inClass:
                text.Append("[^0-9]");
                return at + 1;
            case 'w':
                text.Append(inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]");
                return at + 1;
            case 'W' when !inClass:
                text.Append("[^0-9A-Za-z_]");
                return at + 1;
            case 's':
                text.Append(inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]");
                return at + 1;
            case 'S' when !inClass:
                text.Append("[^\\t\\n\\f\\r ]");
                return at + 1;
            case 'z' or 'A' or 'b' or 'B' or 'p' or 'P' or 'n' or 't' or 'r' or 'f' or 'v' or 'a':
                text.Append('\\').Append(c);
                return at + 1;
            case 'Q':
                var end = pattern.IndexOf("\\E", at + 2, StringComparison.Ordinal);
                text.Append(Regex.Escape(end < 0 ? pattern[(at + 2)..] : pattern[(at + 2)..end]));
                return end < 0 ? pattern.Length : end + 1;
            case 'x' when at + 2 < pattern.Length && pattern[at + 2] == '{':
                var close = pattern.IndexOf('}', at);
                if (close < 0 || !int.TryParse(pattern.AsSpan(at + 3, close - at - 3), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value))
                    throw new NotSupportedException("\\x");
                text.Append(Regex.Escape(char.ConvertFromUtf32(value)));
                return close;
            case 'x':
                text.Append("\\x");
                return at + 1;
            case >= '1' and <= '9' or 'k' or 'Z' or 'G' or 'c' or 'u' or 'e':
                throw new NotSupportedException("\\" + c);
            default:
                text.Append('\\').Append(c);
                return at + 1;
        }
    }
}
