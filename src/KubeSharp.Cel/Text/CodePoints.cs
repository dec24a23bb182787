using System.Text;

namespace KubeSharp.Cel.Text;

/// <summary>Strings as sequences of code points.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
            return text.Length;
        var count = at;
        foreach (var _ in text.AsSpan(at).EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>The offset of a code point; the length of the text for the one after the last, -1 beyond.</summary>
    public static int OffsetOf(string text, long index)
    {
        if (index < 0)
            return -1;
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return index <= text.Length ? (int)index : -1;
        var offset = 0;
        for (var i = 0L; i < index; i++)
        {
            if (offset >= text.Length)
                return -1;
            offset += char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length ? 2 : 1;
        }

        return offset;
    }

    /// <summary>The index of the code point at an offset.</summary>
    public static int IndexAt(string text, int offset) => Count(text[..offset]);

    /// <summary>The code points as strings.</summary>
    public static List<string> Split(string text)
    {
        var parts = new List<string>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            parts.Add(rune.ToString());
        return parts;
    }

    public static string Reverse(string text)
    {
        var result = new StringBuilder(text.Length);
        var runes = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            runes.Add(rune);
        for (var i = runes.Count - 1; i >= 0; i--)
            result.Append(runes[i].ToString());
        return result.ToString();
    }
}
