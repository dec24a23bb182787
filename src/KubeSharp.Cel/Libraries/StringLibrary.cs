using System.Globalization;
using System.Text;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Text;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// The extended strings library, version 2. Positions are those of code points.
/// <see href="https://pkg.go.dev/github.com/google/cel-go/ext#Strings"/>.
/// </summary>
internal static class StringLibrary
{
    public static void Declare(Library library) => library
        .Member("charAt", "string_char_at_int", [CelType.String, Int], CelType.String, static (_, a) => CharAt(Library.Text(a[0]), a[1].Int))
        .Member("indexOf", "string_index_of_string", [CelType.String, CelType.String], Int, static (_, a) => IndexOf(Library.Text(a[0]), Library.Text(a[1]), 0), CostRule.Elements)
        .Member("indexOf", "string_index_of_string_int", [CelType.String, CelType.String, Int], Int, static (_, a) => IndexOf(Library.Text(a[0]), Library.Text(a[1]), a[2].Int), CostRule.Elements)
        .Member("lastIndexOf", "string_last_index_of_string", [CelType.String, CelType.String], Int, static (_, a) => LastIndexOf(Library.Text(a[0]), Library.Text(a[1]), null), CostRule.Elements)
        .Member("lastIndexOf", "string_last_index_of_string_int", [CelType.String, CelType.String, Int], Int, static (_, a) => LastIndexOf(Library.Text(a[0]), Library.Text(a[1]), a[2].Int), CostRule.Elements)
        .Member("join", "list_join", [ListOf(CelType.String)], CelType.String, static (_, a) => Join(Library.List(a[0]), ""), CostRule.Join)
        .Member("join", "list_join_string", [ListOf(CelType.String), CelType.String], CelType.String, static (_, a) => Join(Library.List(a[0]), Library.Text(a[1])), CostRule.Join)
        .Member("lowerAscii", "string_lower_ascii", [CelType.String], CelType.String, static (_, a) => CelValue.Of(MapAscii(Library.Text(a[0]), upper: false)), CostRule.Traverse)
        .Member("upperAscii", "string_upper_ascii", [CelType.String], CelType.String, static (_, a) => CelValue.Of(MapAscii(Library.Text(a[0]), upper: true)), CostRule.Traverse)
        .Member("replace", "string_replace_string_string", [CelType.String, CelType.String, CelType.String], CelType.String, static (_, a) => Replace(a, -1), CostRule.Replace)
        .Member("replace", "string_replace_string_string_int", [CelType.String, CelType.String, CelType.String, Int], CelType.String, static (_, a) => Replace(a, a[3].Int), CostRule.Replace)
        .Member("split", "string_split_string", [CelType.String, CelType.String], ListOf(CelType.String), static (_, a) => Split(Library.Text(a[0]), Library.Text(a[1]), -1), CostRule.Split)
        .Member("split", "string_split_string_int", [CelType.String, CelType.String, Int], ListOf(CelType.String), static (_, a) => Split(Library.Text(a[0]), Library.Text(a[1]), a[2].Int), CostRule.Split)
        .Member("substring", "string_substring_int", [CelType.String, Int], CelType.String, static (_, a) => Substring(Library.Text(a[0]), a[1].Int, null), CostRule.Traverse)
        .Member("substring", "string_substring_int_int", [CelType.String, Int, Int], CelType.String, static (_, a) => Substring(Library.Text(a[0]), a[1].Int, a[2].Int), CostRule.Traverse)
        .Member("trim", "string_trim", [CelType.String], CelType.String, static (_, a) => CelValue.Of(Library.Text(a[0]).Trim()), CostRule.Traverse)
        .Global("strings.quote", "strings_quote", [CelType.String], CelType.String, static (_, a) => CelValue.Of(Quote(Library.Text(a[0]))), CostRule.Quote)
        .Member("format", "string_format", [CelType.String, ListOf(Dyn)], CelType.String, static (_, a) => StringFormat.Apply(Library.Text(a[0]), Library.List(a[1])), CostRule.Format);

    private static CelValue OutOfRange(long index) => CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"index out of range: {index}"));

    private static CelValue CharAt(string text, long index)
    {
        var offset = CodePoints.OffsetOf(text, index);
        if (offset < 0)
            return OutOfRange(index);
        if (offset == text.Length)
            return CelValue.Of("");
        return CelValue.Of(text.Substring(offset, char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length ? 2 : 1));
    }

    private static CelValue IndexOf(string text, string part, long start)
    {
        var offset = CodePoints.OffsetOf(text, start);
        if (part.Length == 0)
            return start < 0 || offset < 0 ? OutOfRange(start) : CelValue.Of(start);
        if (offset < 0)
            return OutOfRange(start);
        var found = text.IndexOf(part, offset, StringComparison.Ordinal);
        return CelValue.Of(found < 0 ? -1L : CodePoints.IndexAt(text, found));
    }

    private static CelValue LastIndexOf(string text, string part, long? start)
    {
        if (start is { } index)
        {
            var offset = CodePoints.OffsetOf(text, index);
            if (index < 0 || offset < 0)
                return OutOfRange(index);
            if (part.Length == 0)
                return CelValue.Of(index);
            text = text[..Math.Min(text.Length, offset + part.Length)];
        }
        else if (part.Length == 0)
        {
            return CelValue.Of((long)CodePoints.Count(text));
        }

        var found = text.LastIndexOf(part, StringComparison.Ordinal);
        return CelValue.Of(found < 0 ? -1L : CodePoints.IndexAt(text, found));
    }

    private static CelValue Join(CelList list, string separator)
    {
        var result = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].String is not { } item)
                return CelValue.Fail("no such overload");
            if (i > 0)
                result.Append(separator);
            result.Append(item);
        }

        return CelValue.Of(result.ToString());
    }

    private static string MapAscii(string text, bool upper) => string.Create(text.Length, (text, upper), static (span, state) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var c = state.text[i];
            span[i] = state.upper ? (char.IsAsciiLetterLower(c) ? (char)(c - 32) : c) : char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c;
        }
    });

    private static CelValue Replace(ReadOnlySpan<CelValue> a, long limit)
    {
        var (text, old, replacement) = (Library.Text(a[0]), Library.Text(a[1]), Library.Text(a[2]));
        if (limit == 0)
            return a[0];
        if (limit < 0 && old.Length > 0)
            return CelValue.Of(text.Replace(old, replacement, StringComparison.Ordinal));
        var result = new StringBuilder();
        var count = limit < 0 ? long.MaxValue : limit;
        if (old.Length == 0)
        {
            // An empty text is found before every code point and at the end.
            foreach (var rune in text.EnumerateRunes())
            {
                if (count-- > 0)
                    result.Append(replacement);
                result.Append(rune.ToString());
            }

            return CelValue.Of(count > 0 ? result.Append(replacement).ToString() : result.ToString());
        }

        var at = 0;
        for (; count > 0; count--)
        {
            var found = text.IndexOf(old, at, StringComparison.Ordinal);
            if (found < 0)
                break;
            result.Append(text, at, found - at).Append(replacement);
            at = found + old.Length;
        }

        return CelValue.Of(result.Append(text, at, text.Length - at).ToString());
    }

    private static CelValue Split(string text, string separator, long limit)
    {
        if (limit == 0)
            return CelValue.Of(ArrayList.Empty);
        if (limit == 1)
            return CelValue.Of([CelValue.Of(text)]);
        string[] parts;
        if (separator.Length == 0)
        {
            var points = CodePoints.Split(text);
            parts = limit > 0 && points.Count > limit
                ? [.. points.Take((int)limit - 1), string.Concat(points.Skip((int)limit - 1))]
                : [.. points];
        }
        else
        {
            parts = limit > 0 ? text.Split(separator, (int)Math.Min(limit, int.MaxValue)) : text.Split(separator);
        }

        return CelValue.Of(Array.ConvertAll(parts, CelValue.Of));
    }

    private static CelValue Substring(string text, long start, long? end)
    {
        var from = CodePoints.OffsetOf(text, start);
        if (from < 0)
            return OutOfRange(start);
        if (end is not { } last)
            return CelValue.Of(text[from..]);
        var to = CodePoints.OffsetOf(text, last);
        if (to < 0)
            return OutOfRange(last);
        return last < start
            ? CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"invalid substring range. start: {start}, end: {last}"))
            : CelValue.Of(text[from..to]);
    }

    private static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '\a' => result.Append("\\a"),
                '\b' => result.Append("\\b"),
                '\f' => result.Append("\\f"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '\v' => result.Append("\\v"),
                '\\' => result.Append("\\\\"),
                '"' => result.Append("\\\""),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }
}
