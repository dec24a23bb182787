using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The difference between two values as upstream appends it to messages about fields that may not change: a unified diff of their JSON.</summary>
internal static class GoDiff
{
    private const int Context = 3;

    /// <summary>The difference between two values of a type; empty if there is none.</summary>
    public static string Of(JsonValue? old, JsonValue? value, TypeSchema schema) => Of(GoStructs.Of(old, schema), GoStructs.Of(value, schema));

    /// <summary>The difference between two values, each line with its line end; empty if there is none.</summary>
    public static string Of(JsonValue old, JsonValue value)
    {
        var (a, b) = (Lines(old), Lines(value));
        var text = new StringBuilder();
        foreach (var group in LineMatcher.Groups(a, b, Context))
        {
            var (first, last) = (group[0], group[^1]);
            text.Append("@@ -").Append(Range(first.A, last.AEnd)).Append(" +").Append(Range(first.B, last.BEnd)).Append(" @@\n");
            foreach (var step in group)
            {
                if (step.Kind == EditKind.Equal)
                {
                    for (var i = step.A; i < step.AEnd; i++) text.Append(' ').Append(a[i]).Append('\n');
                    continue;
                }

                for (var i = step.A; i < step.AEnd; i++) text.Append('-').Append(a[i]).Append('\n');
                for (var i = step.B; i < step.BEnd; i++) text.Append('+').Append(b[i]).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Range(int start, int end)
    {
        var length = end - start;
        if (length == 1) return (start + 1).ToString(CultureInfo.InvariantCulture);
        if (length > 0) start++;
        return string.Create(CultureInfo.InvariantCulture, $"{start},{length}");
    }

    private static List<string> Lines(JsonValue value)
    {
        var lines = new List<string>();
        Print(value, "", "", "", lines);
        return lines;
    }

    // One level, one space: the start of the first line and the end of the last belong to the container.
    private static void Print(JsonValue value, string indent, string start, string end, List<string> lines)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                lines.Add(indent + start + "{");
                for (var i = 0; i < members.Count; i++)
                {
                    Print(members.ValueAt(i), indent + " ", new JsonString(members.NameAt(i)) + ": ", i + 1 < members.Count ? "," : "", lines);
                }

                lines.Add(indent + "}" + end);
                break;
            case JsonArray { Count: > 0 } items:
                lines.Add(indent + start + "[");
                for (var i = 0; i < items.Count; i++) Print(items[i], indent + " ", "", i + 1 < items.Count ? "," : "", lines);
                lines.Add(indent + "]" + end);
                break;
            default:
                lines.Add(indent + start + value + end);
                break;
        }
    }
}
