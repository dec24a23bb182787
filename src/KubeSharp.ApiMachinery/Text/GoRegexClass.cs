using System.Globalization;
using System.Text;

namespace KubeSharp.ApiMachinery.Text;

/// <summary>Character classes and escapes of RE2's syntax: <c>[a-z[:digit:]\s]</c>, <c>\p{Greek}</c>, <c>\x{10FFFF}</c>.</summary>
internal sealed class GoRegexClass(string pattern, int start, bool ignoreCase)
{
    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
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
        ["space"] = "\\t-\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    // .NET knows categories and blocks, not scripts: the blocks that hold a script.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["Any"] = "\\u0000-\\uFFFF",
        ["Arabic"] = "\\p{IsArabic}\\p{IsArabicPresentationForms-A}\\p{IsArabicPresentationForms-B}",
        ["Armenian"] = "\\p{IsArmenian}",
        ["Cyrillic"] = "\\p{IsCyrillic}\\p{IsCyrillicSupplement}",
        ["Devanagari"] = "\\p{IsDevanagari}",
        ["Georgian"] = "\\p{IsGeorgian}",
        ["Greek"] = "\\p{IsGreek}\\p{IsGreekExtended}",
        ["Han"] = "\\u2E80-\\u2FDF\\u3005\\u3007\\u3021-\\u3029\\u3038-\\u303B\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF",
        ["Hangul"] = "\\p{IsHangulJamo}\\p{IsHangulSyllables}\\p{IsHangulCompatibilityJamo}",
        ["Hebrew"] = "\\p{IsHebrew}",
        ["Hiragana"] = "\\p{IsHiragana}",
        ["Katakana"] = "\\p{IsKatakana}",
        ["Latin"] = "A-Za-z\\u00AA\\u00BA\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02B8\\u1E00-\\u1EFF\\uFF21-\\uFF3A\\uFF41-\\uFF5A",
        ["Thai"] = "\\p{IsThai}",
    };

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi",
        "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
    };

    private int at = start + 1;

    /// <summary>Reads the class that begins with a bracket; answers what is wrong, or null.</summary>
    public string? Read(out string translated, out int next)
    {
        (translated, next) = ("", start);
        var negated = at < pattern.Length && pattern[at] == '^';
        if (negated) at++;
        var text = new StringBuilder();
        for (var first = true; ; first = false)
        {
            if (at >= pattern.Length) return $"missing closing ]: `{pattern[start..]}`";
            if (pattern[at] == ']' && !first) break;
            // A dash stands for itself at the ends, and nowhere else without a range.
            if (pattern[at] == '-' && !first && (at + 1 >= pattern.Length || pattern[at + 1] != ']'))
                return $"invalid character class range: `{pattern.AsSpan(at, Math.Min(2, pattern.Length - at))}`";
            if (Item(text) is { } fault) return fault;
        }

        next = at + 1;
        translated = $"[{(negated ? "^" : "")}{text}]";
        if (ignoreCase) translated = $"(?i:{translated})";
        return null;
    }

    /// <summary>Reads an escape: a set of characters or one character.</summary>
    public static string? ReadEscape(string pattern, int at, out string? set, out Rune rune, out int next)
    {
        (set, rune, next) = (null, default, at + 2);
        if (at + 1 >= pattern.Length) return "trailing backslash at end of expression: ``";
        var c = pattern[at + 1];
        set = c switch
        {
            'd' => "0-9",
            'D' => "\\x00-/:-\\uFFFF",
            's' => "\\t\\n\\f\\r ",
            'S' => "\\x00-\\x08\\x0B\\x0E-\\x1F!-\\uFFFF",
            'w' => "0-9A-Za-z_",
            'W' => "\\x00-/:-@\\[-\\^`{-\\uFFFF",
            _ => null,
        };
        if (set is not null) return null;
        if (c is 'p' or 'P') return Property(pattern, at, out set, out next);
        if (c is 'x') return Hex(pattern, at, out rune, out next);
        if (c is >= '0' and <= '7')
        {
            if (c != '0' && (at + 2 >= pattern.Length || pattern[at + 2] is < '0' or > '7')) return $"invalid escape sequence: `\\{c}`";
            var value = 0;
            next = at + 1;
            for (var i = 0; i < 3 && next < pattern.Length && pattern[next] is >= '0' and <= '7'; i++) value = (value * 8) + (pattern[next++] - '0');
            rune = new Rune(value);
            return null;
        }

        var known = c switch { 'a' => '\a', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => '\0' };
        if (known != '\0') rune = new Rune(known);
        else if (c < 0x80 && !char.IsAsciiLetterOrDigit(c)) rune = new Rune(c);
        else return $"invalid escape sequence: `\\{c}`";
        return null;
    }

    /// <summary>A character for .NET, outside and inside of brackets.</summary>
    public static string Escape(Rune rune)
    {
        if (rune.Value < 0x80 && char.IsAsciiLetterOrDigit((char)rune.Value)) return rune.ToString();
        Span<char> units = stackalloc char[2];
        var length = rune.EncodeToUtf16(units);
        var text = new StringBuilder(12);
        for (var i = 0; i < length; i++) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)units[i]:X4}");
        return text.ToString();
    }

    private string? Item(StringBuilder text)
    {
        if (pattern[at] == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':' && pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) is > 0 and var end)
        {
            var whole = pattern[at..(end + 2)];
            var name = pattern[(at + 2)..end];
            var inverse = name.StartsWith('^');
            if (!Posix.TryGetValue(inverse ? name[1..] : name, out var set)) return $"invalid character class range: `{whole}`";
            text.Append(inverse ? Inverse(set) : set);
            at = end + 2;
            return null;
        }

        var begin = at;
        if (One(out var first, out var group) is { } fault) return fault;
        if (group is not null)
        {
            text.Append(group);
            return null;
        }

        text.Append(Escape(first));
        if (at + 1 >= pattern.Length || pattern[at] != '-' || pattern[at + 1] == ']') return null;
        at++;
        if (One(out var last, out group) is { } problem) return problem;
        if (group is not null || last < first) return $"invalid character class range: `{pattern[begin..at]}`";
        // Beyond the first plane .NET sees two units: such ranges end with the plane.
        text.Append('-').Append(last.Utf16SequenceLength > 1 ? "\\uFFFF" : Escape(last));
        return null;
    }

    private string? One(out Rune rune, out string? group)
    {
        (rune, group) = (default, null);
        if (pattern[at] == '\\')
        {
            var fault = ReadEscape(pattern, at, out group, out rune, out var next);
            at = next;
            return fault;
        }

        if (!Rune.TryGetRuneAt(pattern, at, out rune)) rune = new Rune('\uFFFD');
        at += Math.Max(1, rune.Utf16SequenceLength);
        return null;
    }

    private static string? Property(string pattern, int at, out string? set, out int next)
    {
        (set, next) = (null, at);
        if (at + 2 >= pattern.Length) return $"invalid character class range: `{pattern[at..]}`";
        string name;
        if (pattern[at + 2] == '{')
        {
            var end = pattern.IndexOf('}', at);
            if (end < 0) return $"invalid character class range: `{pattern[at..]}`";
            name = pattern[(at + 3)..end];
            next = end + 1;
        }
        else
        {
            name = pattern.Substring(at + 2, 1);
            next = at + 3;
        }

        var inverse = pattern[at + 1] == 'P';
        if (name.StartsWith('^')) (inverse, name) = (!inverse, name[1..]);
        if (Categories.Contains(name)) set = $"\\{(inverse ? 'P' : 'p')}{{{name}}}";
        else if (Scripts.TryGetValue(name, out var blocks)) set = inverse ? Inverse(blocks) : blocks;
        else return $"invalid character class range: `{pattern[at..next]}`";
        return null;
    }

    private static string? Hex(string pattern, int at, out Rune rune, out int next)
    {
        (rune, next) = (default, at);
        var digits = "";
        if (at + 2 < pattern.Length && pattern[at + 2] == '{')
        {
            var end = pattern.IndexOf('}', at);
            digits = end < 0 ? "" : pattern[(at + 3)..end];
            next = end + 1;
        }
        else if (at + 3 < pattern.Length)
        {
            digits = pattern.Substring(at + 2, 2);
            next = at + 4;
        }

        if (int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value))
        {
            rune = new Rune(value);
            return null;
        }

        return $"invalid escape sequence: `{pattern.AsSpan(at, Math.Min(pattern.Length - at, next > at ? next - at : 2))}`";
    }

    // Everything but the set, as .NET writes a difference of sets; it must stand last in its brackets, so it is written as ranges by trial.
    private static string Inverse(string set)
    {
        var inside = new System.Text.RegularExpressions.Regex($"[{set}]", System.Text.RegularExpressions.RegexOptions.CultureInvariant);
        var ranges = new StringBuilder();
        var from = -1;
        for (var c = 0; c <= 0x10000; c++)
        {
            var outside = c < 0x10000 && !inside.IsMatch(((char)c).ToString());
            if (outside && from < 0) from = c;
            if (outside || from < 0) continue;
            ranges.Append(CultureInfo.InvariantCulture, $"\\u{from:X4}-\\u{c - 1:X4}");
            from = -1;
        }

        return ranges.ToString();
    }
}
