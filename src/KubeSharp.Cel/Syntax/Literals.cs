using System.Globalization;
using System.Text;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Syntax;

/// <summary>Reads the values of literals from the text of their tokens. A fault is a sentence.</summary>
internal static class Literals
{
    public static CelValue? Int(ReadOnlySpan<char> text, out string? fault)
    {
        fault = null;
        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (TryMagnitude(digits, out var magnitude) && magnitude <= (negative ? 1UL << 63 : long.MaxValue))
            return CelValue.Of(negative ? unchecked(-(long)magnitude) : (long)magnitude);
        fault = "invalid int literal";
        return null;
    }

    public static CelValue? Uint(ReadOnlySpan<char> text, out string? fault)
    {
        fault = null;
        if (TryMagnitude(text[..^1], out var value))
            return CelValue.Of(value);
        fault = "invalid uint literal";
        return null;
    }

    public static CelValue? Double(ReadOnlySpan<char> text, out string? fault)
    {
        fault = null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return CelValue.Of(value);
        fault = "invalid double literal";
        return null;
    }

    public static CelValue? String(ReadOnlySpan<char> token, out string? fault)
    {
        var content = Content(token, out var raw);
        if (raw || !content.Contains('\\'))
        {
            fault = null;
            return CelValue.Of(NormaliseLines(content));
        }

        var text = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\r')
            {
                text.Append('\n');
                if (i + 1 < content.Length && content[i + 1] == '\n')
                    i++;
                continue;
            }

            if (content[i] != '\\')
            {
                text.Append(content[i]);
                continue;
            }

            var value = Escape(content, ref i, out _);
            if (!Rune.TryCreate(value, out var rune))
            {
                fault = "invalid unicode code point";
                return null;
            }

            text.Append(rune.ToString());
        }

        fault = null;
        return CelValue.Of(text.ToString());
    }

    public static CelValue? Bytes(ReadOnlySpan<char> token, out string? fault)
    {
        var content = Content(token[1..], out var raw);
        var bytes = new List<byte>(content.Length);
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < content.Length; i++)
        {
            Rune rune;
            if (content[i] == '\\' && !raw)
            {
                var value = Escape(content, ref i, out var isByte);
                if (isByte)
                {
                    bytes.Add((byte)value);
                    continue;
                }

                if (!Rune.TryCreate(value, out rune))
                {
                    fault = "invalid unicode code point";
                    return null;
                }
            }
            else
            {
                Rune.DecodeFromUtf16(content[i..], out rune, out var used);
                i += used - 1;
            }

            var count = rune.EncodeToUtf8(encoded);
            foreach (var b in encoded[..count])
                bytes.Add(b);
        }

        fault = null;
        return CelValue.Of(bytes.ToArray());
    }

    private static bool TryMagnitude(ReadOnlySpan<char> text, out ulong value) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static ReadOnlySpan<char> Content(ReadOnlySpan<char> token, out bool raw)
    {
        raw = token[0] is 'r' or 'R';
        if (raw)
            token = token[1..];
        var triple = token.Length >= 6 && token[1] == token[0] && token[2] == token[0];
        return triple ? token[3..^3] : token[1..^1];
    }

    private static string NormaliseLines(ReadOnlySpan<char> text) =>
        text.Contains('\r') ? text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text.ToString();

    /// <summary>The value of the escape at <paramref name="at"/>, which is moved to its last character.</summary>
    private static int Escape(ReadOnlySpan<char> text, ref int at, out bool isByte)
    {
        var c = text[++at];
        isByte = false;
        switch (c)
        {
            case 'a':
                return 7;
            case 'b':
                return 8;
            case 'f':
                return 12;
            case 'n':
                return 10;
            case 'r':
                return 13;
            case 't':
                return 9;
            case 'v':
                return 11;
            case 'x' or 'X':
                isByte = true;
                return Number(text, ref at, 1, 2, NumberStyles.AllowHexSpecifier);
            case 'u':
                return Number(text, ref at, 1, 4, NumberStyles.AllowHexSpecifier);
            case 'U':
                return Number(text, ref at, 1, 8, NumberStyles.AllowHexSpecifier);
            case >= '0' and <= '3':
                isByte = true;
                var value = ((text[at] - '0') * 64) + ((text[at + 1] - '0') * 8) + (text[at + 2] - '0');
                at += 2;
                return value;
            default:
                return c;
        }
    }

    private static int Number(ReadOnlySpan<char> text, ref int at, int skip, int digits, NumberStyles style)
    {
        var value = int.TryParse(text.Slice(at + skip, digits), style, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
        at += digits;
        return value;
    }
}
