using KubeSharp.ApiMachinery.Json;
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
    /// <summary>The age, for definitions that name no columns.</summary>
    public static PrinterColumn Age { get; } = new("Age", "date", "", 0, JsonPath.Parse(".metadata.creationTimestamp"));

    /// <summary>The value in an object; null if there is none of the column's type.</summary>
    public JsonValue Cell(JsonObject document, TableRowBuilder row)
    {
        var values = Path.Find(document);
        if (values.Count == 0) return JsonNull.Instance;
        var value = values[0];
        return Type switch
        {
            "integer" => value is JsonNumber number && number.TryGetInt64(out var whole) ? JsonNumber.Of(whole) : JsonNull.Instance,
            "number" => value is JsonNumber ? value : JsonNull.Instance,
            "boolean" => value is JsonBoolean ? value : JsonNull.Instance,
            "date" => value is JsonString time ? new JsonString(TimeSince(time.Value, row)) : JsonNull.Instance,
            _ => new JsonString(value is JsonString text ? text.Value : value.ToString()),
        };
    }

    // What is no time prints as such, unlike a time that is not set.
    private static string TimeSince(string time, TableRowBuilder row) => row.Age(time) is not "<unknown>" and var age ? age : "<invalid>";
}
