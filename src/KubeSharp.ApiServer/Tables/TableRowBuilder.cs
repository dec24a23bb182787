using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Tables;

/// <summary>Collects the cells of one row. Cells that nobody filled stay empty.</summary>
internal sealed class TableRowBuilder(IReadOnlyList<ColumnDefinition> columns, DateTimeOffset now)
{
    private readonly JsonArray cells = [];

    /// <summary>When the table is printed; ages count to here.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What holds for the row as a whole; null for nothing.</summary>
    public JsonArray? Conditions { get; set; }

    /// <summary>Adds a cell.</summary>
    public TableRowBuilder Add(string text) => Put(new JsonString(text));

    /// <summary>Adds a cell with a number.</summary>
    public TableRowBuilder Add(long number) => Put(JsonNumber.Of(number));

    /// <summary>Adds a cell with a value of any kind.</summary>
    public TableRowBuilder Put(JsonValue value)
    {
        cells.Add(value);
        return this;
    }

    /// <summary>Adds a cell with the age of the object.</summary>
    public TableRowBuilder AddAge(JsonObject document) => Add(Age(new Metadata(document).CreationTimestamp));

    /// <summary>How long ago a time was, as kubectl shows ages; <c>&lt;unknown&gt;</c> for no time.</summary>
    public string Age(string timestamp) => Timestamps.TryParse(timestamp, out var time) ? HumanDuration.Format(now - time) : "<unknown>";

    /// <summary>Fills the columns whose meaning is the same for all kinds.</summary>
    /// <param name="document">The object.</param>
    /// <param name="paths">For other columns, the path of their value; lists count as their length.</param>
    public void Generic(JsonObject document, IReadOnlyDictionary<string, string>? paths = null)
    {
        var metadata = new Metadata(document);
        foreach (var column in columns)
        {
            switch (column.Name)
            {
                case "Name":
                    Add(metadata.Name);
                    break;
                case "Age":
                    AddAge(document);
                    break;
                case "Created At":
                    Add(metadata.CreationTimestamp);
                    break;
                default:
                    Put(paths is not null && paths.TryGetValue(column.Name, out var path) ? Cell(document.Find(path.Split('.'))) : JsonString.Empty);
                    break;
            }
        }
    }

    private static JsonValue Cell(JsonValue? value) => value switch
    {
        null or JsonNull => new JsonString("<none>"),
        JsonArray list => JsonNumber.Of(list.Count),
        JsonObject map => JsonNumber.Of(map.Count),
        _ => value,
    };

    /// <summary>The cells, one for each column.</summary>
    public JsonArray Build()
    {
        while (cells.Count < columns.Count) cells.Add(JsonString.Empty);
        return cells;
    }
}
