using System.Buffers;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Yaml;

/// <summary>Writes documents as YAML in block style with sorted keys, as the API server answers <c>Accept: application/yaml</c>.</summary>
public static class YamlWriter
{
    private static readonly SearchValues<char> NumberOrDate = SearchValues.Create("0123456789+-.:_TZtzeExXabcdfABCDF ");

    /// <summary>The document as YAML text that ends in a line break.</summary>
    public static string Write(JsonValue document)
    {
        var text = new StringBuilder();
        if (IsBlock(document))
        {
            WriteBlock(text, document, 0, continued: false);
        }
        else
        {
            WriteInline(text, document, 0);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static bool IsBlock(JsonValue value) => value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };

    /// <summary>Writes a mapping or sequence; when continued, its first line goes on behind a dash.</summary>
    private static void WriteBlock(StringBuilder text, JsonValue value, int indent, bool continued)
    {
        if (value is JsonArray array)
        {
            foreach (var item in array)
            {
                if (!continued) text.Append(' ', indent);
                continued = false;
                text.Append('-');
                if (IsBlock(item))
                {
                    text.Append(' ');
                    WriteBlock(text, item, indent + 2, continued: true);
                }
                else
                {
                    text.Append(' ');
                    WriteInline(text, item, indent + 2);
                    text.Append('\n');
                }
            }

            return;
        }

        var map = (JsonObject)value;
        foreach (var name in map.Names.Order(GoOrder.Instance))
        {
            if (!continued) text.Append(' ', indent);
            continued = false;
            WriteString(text, name, indent, key: true);
            text.Append(':');
            var member = map[name]!;
            if (IsBlock(member))
            {
                text.Append('\n');
                // Sequences stand at the indent of their key.
                WriteBlock(text, member, member is JsonArray ? indent : indent + 2, continued: false);
            }
            else
            {
                text.Append(' ');
                WriteInline(text, member, indent + 2);
                text.Append('\n');
            }
        }
    }

    private static void WriteInline(StringBuilder text, JsonValue value, int indent)
    {
        if (value is JsonString s) WriteString(text, s.Value, indent, key: false);
        else text.Append(value.ToString());
    }

    private static void WriteString(StringBuilder text, string value, int indent, bool key)
    {
        if (NeedsEscapes(value))
        {
            text.Append(new JsonString(value).ToString());
            return;
        }

        if (!key && value.Contains('\n', StringComparison.Ordinal))
        {
            WriteLiteral(text, value, indent);
            return;
        }

        if (IsPlain(value)) text.Append(value);
        else if (MeansSomethingElse(value)) text.Append('"').Append(value).Append('"');
        else text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
    }

    /// <summary>A literal block, with the chomping that keeps the line breaks at the end as they are.</summary>
    private static void WriteLiteral(StringBuilder text, string value, int indent)
    {
        text.Append('|');
        if (value[0] is ' ' or '\n') text.Append('2');
        if (!value.EndsWith('\n')) text.Append('-');
        else if (value.EndsWith("\n\n", StringComparison.Ordinal) || value == "\n") text.Append('+');
        var body = value.EndsWith('\n') ? value[..^1] : value;
        foreach (var line in body.Split('\n'))
        {
            text.Append('\n');
            if (line.Length > 0) text.Append(' ', indent).Append(line);
        }
    }

    private static bool NeedsEscapes(string value)
    {
        foreach (var c in value)
            if ((c < ' ' && c != '\n') || c is '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' or '\ufffd') return true;
        // A literal block cannot show white space at the end of a line or a text of line breaks only.
        return value.Contains('\n', StringComparison.Ordinal)
            && (value.Contains(" \n", StringComparison.Ordinal) || value.EndsWith(' ') || value.Trim('\n').Length == 0);
    }

    /// <summary>Whether the text, unquoted, would be read as a number, a boolean, null or a date.</summary>
    private static bool MeansSomethingElse(string value) =>
        value.Length == 0 || YamlScalar.Resolve(value) is not JsonString || LooksLikeNumberOrDate(value);

    private static bool LooksLikeNumberOrDate(string value) =>
        (char.IsAsciiDigit(value[0]) || (value.Length > 1 && (value[0] is '-' or '+' or '.') && char.IsAsciiDigit(value[1])))
        && value.AsSpan().IndexOfAnyExcept(NumberOrDate) < 0;

    private static bool IsPlain(string value)
    {
        if (value.Length == 0 || MeansSomethingElse(value)) return false;
        if (value[0] is ' ' or '!' or '&' or '*' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or '#' or ',' or '[' or ']' or '{' or '}') return false;
        if ((value[0] is '-' or '?' or ':') && (value.Length == 1 || value[1] == ' ')) return false;
        if (value is "=" or "<<" or "---" or "..." || (value[^1] is ' ' or ':')) return false;
        return !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal);
    }
}
