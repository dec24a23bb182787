using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>A column that a definition asks for.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Format">The format, or empty.</param>
/// <param name="Priority">0 for always, more for wide output.</param>
/// <param name="Path">Where the value stands.</param>
internal sealed record PrinterColumn(string Name, string Type, string Format, int Priority, JsonPath Path)
{
    private static readonly JsonObject AgeColumn = new() { { "name", "Age" }, { "type", "date" }, { "jsonPath", ".metadata.creationTimestamp" } };

    /// <summary>The columns of a version: the age where it names none. A path that cannot be read ends them.</summary>
    public static IReadOnlyList<PrinterColumn> Of(JsonObject version)
    {
        var declared = version.GetArray("additionalPrinterColumns") is { Count: > 0 } own ? own : [AgeColumn];
        List<PrinterColumn> columns = [];
        foreach (var column in declared.OfType<JsonObject>())
        {
            if (!JsonPath.TryParse(column.GetString("jsonPath") ?? "", out var path)) break;
            var (name, type, format) = (column.GetString("name") ?? "", column.GetString("type") ?? "string", column.GetString("format") ?? "");
            columns.Add(new PrinterColumn(name, type, format, (int)(column.GetInt64("priority") ?? 0), path));
        }

        return columns;
    }

    /// <summary>The first value in an object; null if there is none of the column's type.</summary>
    public JsonValue Cell(JsonObject document, TableRowBuilder row)
    {
        var values = Path.Find(document);
        if (values.Count == 0) return JsonNull.Instance;
        return (Type, values[0]) switch
        {
            ("string", var value) => new JsonString(Printed(value)),
            ("integer", JsonNumber number) => number.TryGetInt64(out var whole) ? JsonNumber.Of(whole) : JsonNumber.Of((long)number.ToDouble()),
            ("number", JsonNumber number) => number,
            ("boolean", JsonBoolean flag) => flag,
            ("date", JsonString time) => new JsonString(TimeSince(time.Value, row)),
            _ => JsonNull.Instance,
        };
    }

    private static string Printed(JsonValue value) => value switch
    {
        JsonString text => text.Value,
        JsonNumber number => number.TryGetInt64(out _) ? number.Text : GoText.Float(number.ToDouble()),
        JsonNull => "<no value>",
        _ => GoText.Json(value),
    };

    // What is no time prints as such, unlike a time that is not set.
    private static string TimeSince(string text, TableRowBuilder row)
    {
        if (text is "" or "null") return "<unknown>";
        return GoTimes.TryParse(text, out var time) ? HumanDuration.Format(row.Now - time) : "<invalid>";
    }
}
