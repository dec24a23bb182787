using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Writes documents as YAML the way Kubernetes does: block style, members sorted, strings quoted only where they would be read as something else.</summary>
internal static class YamlWriter
{
    public static string Write(JsonObject document)
    {
        var output = new StringBuilder();
        Members(output, document, 0, first: "");
        return output.ToString();
    }

    private static void Members(StringBuilder output, JsonObject value, int indent, string first)
    {
        var names = value.Names.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var name in names)
        {
            output.Append(first.Length > 0 ? first : new string(' ', indent));
            first = "";
            output.Append(Scalar(name)).Append(':');
            Value(output, value[name]!, indent);
        }
    }

    private static void Value(StringBuilder output, JsonValue value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } child:
                output.Append('\n');
                Members(output, child, indent + 2, "");
                break;
            case JsonArray { Count: > 0 } list:
                output.Append('\n');
                Items(output, list, indent);
                break;
            default:
                output.Append(' ').Append(Leaf(value, indent + 2)).Append('\n');
                break;
        }
    }

    private static void Items(StringBuilder output, JsonArray list, int indent)
    {
        var dash = new string(' ', indent) + "- ";
        foreach (var item in list)
        {
            switch (item)
            {
                case JsonObject { Count: > 0 } child:
                    Members(output, child, indent + 2, dash);
                    break;
                case JsonArray { Count: > 0 } inner:
                    output.Append(dash.AsSpan(0, dash.Length - 1)).Append('\n');
                    Items(output, inner, indent + 2);
                    break;
                default:
                    output.Append(dash).Append(Leaf(item, indent + 2)).Append('\n');
                    break;
            }
        }
    }

    private static string Leaf(JsonValue value, int indent) => value switch
    {
        JsonObject => "{}",
        JsonArray => "[]",
        JsonNull => "null",
        JsonString text when text.Value.Contains('\n', StringComparison.Ordinal) => Block(text.Value, indent),
        JsonString text => Scalar(text.Value),
        _ => value.ToString(),
    };

    private static string Block(string text, int indent)
    {
        if (text.StartsWith(' ') || text.AsSpan().ContainsAnyExceptInRange('\n', '\uFFFF') || text.Contains('\r', StringComparison.Ordinal)) return Quoted(text);
        var ending = text.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : text.EndsWith('\n') ? "" : "-";
        var lines = text.Split('\n');
        var count = text.EndsWith('\n') ? lines.Length - 1 : lines.Length;
        var pad = new string(' ', indent);
        return "|" + ending + string.Concat(lines.Take(count).Select(line => line.Length == 0 ? "\n" : $"\n{pad}{line}"));
    }

    private static string Scalar(string text)
    {
        if (text.Length == 0) return "\"\"";
        if (text.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0) return Quoted(text);
        if (Special(text)) return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        // What would be read as a number, a boolean or null keeps being a string.
        if (YamlReader.Parse(text) is not JsonString) return Quoted(text);
        if (LooksLikeTime(text)) return Quoted(text);
        return text;
    }

    // What YAML would not take for one plain scalar.
    private static bool Special(string text)
    {
        if ("-?:,[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal) && !(text[0] is '-' or '?' or ':' && text.Length > 1 && text[1] != ' ')) return true;
        return text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) || text.EndsWith(':') || text.StartsWith(' ')
            || text.EndsWith(' ') || text is "---" or "...";
    }

    private static bool LooksLikeTime(string text) => text.Length >= 10 && text[4] == '-' && text[7] == '-' && text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string Quoted(string text) => new JsonString(text).ToString();
}
