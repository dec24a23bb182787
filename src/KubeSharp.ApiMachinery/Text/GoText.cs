using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Text;

/// <summary>Renders values as Go's formatting verbs do, because the messages of the API contain them.</summary>
public static class GoText
{
    /// <summary>The <c>%q</c> form of a string: double quotes, control and unprintable characters escaped.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\a':
                    text.Append("\\a");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\v':
                    text.Append("\\v");
                    break;
                default:
                    if (IsPrintable(rune)) text.Append(rune.ToString());
                    else if (rune.Value < 0x80) text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                    else if (rune.Value < 0x10000) text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                    else text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
                    break;
            }
        }

        return text.Append('"').ToString();
    }

    /// <summary>The <c>%#v</c> form of a list of strings: <c>[]string{"a", "b"}</c>.</summary>
    public static string StringSlice(IEnumerable<string> values) => $"[]string{{{string.Join(", ", values.Select(Quote))}}}";

    /// <summary>The <c>%v</c> form of decoded JSON: <c>map[a:1 b:[x y]]</c>, keys sorted, <c>&lt;nil&gt;</c> for null.</summary>
    public static string Value(JsonValue? value)
    {
        var text = new StringBuilder();
        AppendValue(text, value);
        return text.ToString();
    }

    /// <summary>The <c>%v</c> form of a float64: the fewest digits that tell it from others, with an exponent from 1e6 on and below 1e-4.</summary>
    public static string Float(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = text.StartsWith('-') ? "-" : "";
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = (mark < 0 ? text : text[..mark]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? dot : mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        if (leading == digits.Length) return sign + "0";
        var exponent = point - 1 - leading + (mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        if (exponent is >= -4 and < 6) return JsonNumber.Of(value).Text;
        digits = digits.Trim('0');
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    /// <summary>Decoded JSON as Go's <c>json.Marshal</c> writes it: keys sorted, no spaces, what HTML gives a meaning escaped.</summary>
    public static string Json(JsonValue value)
    {
        var text = new StringBuilder();
        AppendJson(text, value);
        return text.ToString();
    }

    /// <summary>Whether Go's <c>unicode.IsPrint</c> holds: letters, marks, numbers, punctuation, symbols and the ASCII space.</summary>
    public static bool IsPrintable(Rune rune)
    {
        if (rune.Value == ' ') return true;
        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    private static void AppendJson(StringBuilder text, JsonValue value)
    {
        switch (value)
        {
            case JsonObject map:
                text.Append('{');
                var separator = "";
                foreach (var name in map.Names.Order(GoOrder.Instance))
                {
                    text.Append(separator);
                    separator = ",";
                    AppendJson(text, new JsonString(name));
                    text.Append(':');
                    AppendJson(text, map[name]!);
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    AppendJson(text, list[i]);
                }

                text.Append(']');
                break;
            case JsonString plain:
                text.Append(plain.ToString().Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal));
                break;
            case JsonNumber number:
                text.Append(number.TryGetInt64(out _) ? number.Text : JsonNumber.Of(number.ToDouble()).Text);
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void AppendValue(StringBuilder text, JsonValue? value)
    {
        switch (value)
        {
            case JsonObject o:
                text.Append("map[");
                var first = true;
                foreach (var name in o.Names.Order(GoOrder.Instance))
                {
                    if (!first) text.Append(' ');
                    first = false;
                    text.Append(name).Append(':');
                    AppendValue(text, o[name]);
                }

                text.Append(']');
                break;
            case JsonArray a:
                text.Append('[');
                for (var i = 0; i < a.Count; i++)
                {
                    if (i > 0) text.Append(' ');
                    AppendValue(text, a[i]);
                }

                text.Append(']');
                break;
            case JsonString s:
                text.Append(s.Value);
                break;
            case JsonNumber n:
                text.Append(n.TryGetInt64(out _) ? n.Text : Float(n.ToDouble()));
                break;
            case null or JsonNull:
                text.Append("<nil>");
                break;
            default:
                text.Append(value.ToString());
                break;
        }
    }
}
