using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Serving;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions.Serving;

public sealed class PrinterColumnTests
{
    private const string Document = """
        {
          "metadata": {"name": "a", "labels": {"app.io/x": "label"}},
          "spec": {
            "s": "text", "empty": "", "i": 5, "f": 1.5, "big": 1e21, "b": true, "none": null, "d": "2020-01-01T00:00:00Z", "day": "2020-01-01",
            "l": [{"x": "one", "n": 1}, {"x": "two", "n": 2}, {"y": "three"}], "m": {"k": "v", "a": "<b>"}, "mixed": [1, "a"], "dotted": {"a.b": "c"}
          }
        }
        """;

    [Theory]
    [InlineData("string", ".spec.s", "\"text\"")]
    [InlineData("string", ".spec.i", "\"5\"")]
    [InlineData("string", ".spec.f", "\"1.5\"")]
    [InlineData("string", ".spec.big", "\"1e+21\"")]
    [InlineData("string", ".spec.b", "\"true\"")]
    [InlineData("string", ".spec.none", "\"<no value>\"")]
    [InlineData("string", ".spec.nope", "null")]
    [InlineData("string", ".spec.empty", "\"\"")]
    [InlineData("string", ".spec.m", """ "{"a":"\u003cb\u003e","k":"v"}" """)]
    [InlineData("string", ".spec.mixed", """ "[1,"a"]" """)]
    [InlineData("integer", ".spec.f", "1")]
    [InlineData("integer", ".spec.s", "null")]
    [InlineData("integer", ".spec.none", "null")]
    [InlineData("number", ".spec.i", "5")]
    [InlineData("boolean", ".spec.s", "null")]
    [InlineData("boolean", ".spec.b", "true")]
    [InlineData("date", ".spec.d", "\"10d\"")]
    [InlineData("date", ".spec.day", "\"<invalid>\"")]
    [InlineData("date", ".spec.empty", "\"<unknown>\"")]
    [InlineData("date", ".spec.i", "null")]
    public void A_cell_shows_the_value_as_its_type(string type, string path, string expected) => Assert.Equal(expected.Trim(), Shown(Cell(type, path)));

    [Theory]
    [InlineData(".metadata.labels.app\\.io/x", "\"label\"")]
    [InlineData(".metadata.labels['app\\.io/x']", "\"label\"")]
    [InlineData(".metadata['name']", "\"a\"")]
    [InlineData(".spec.dotted['a.b']", "null")]
    [InlineData(".spec.l[0].x", "\"one\"")]
    [InlineData(".spec.l[1].x", "\"two\"")]
    [InlineData(".spec.l[-1].y", "\"three\"")]
    [InlineData(".spec.l[3].x", "null")]
    [InlineData(".spec.l[-4].x", "null")]
    [InlineData(".spec.l[1:].x", "\"two\"")]
    [InlineData(".spec.l[:1].x", "\"one\"")]
    [InlineData(".spec.l[2:1].x", "null")]
    [InlineData(".spec.l[0:3:2].y", "\"three\"")]
    [InlineData(".spec.l[0:3:0].y", "null")]
    [InlineData(".spec.l[1,0].x", "\"two\"")]
    [InlineData(".spec.l[*].n", "\"1\"")]
    [InlineData(".spec.l.*.y", "\"three\"")]
    [InlineData(".spec.l.x", "null")]
    [InlineData(".spec.s[0]", "null")]
    [InlineData("..y", "\"three\"")]
    [InlineData(".spec..y", "\"three\"")]
    [InlineData(".spec.l[?(@.x==\"two\")].n", "\"2\"")]
    [InlineData(".spec.l[?(@.x=='two')].n", "\"2\"")]
    [InlineData(".spec.l[?(@.x == 'two')].n", "\"2\"")]
    [InlineData(".spec.l[?(@.n>1)].x", "\"two\"")]
    [InlineData(".spec.l[?(@.n>=1)].x", "\"one\"")]
    [InlineData(".spec.l[?(@.n!=1)].x", "\"two\"")]
    [InlineData(".spec.l[?(@.n<1.5)].x", "null")]
    [InlineData(".spec.l[?(@.y)].y", "\"three\"")]
    [InlineData(".spec.m[?(@.y)].y", "null")]
    [InlineData(".spec.s} {.spec.i", "\"text\"")]
    [InlineData(".", "null")]
    public void A_path_finds_what_it_leads_to(string path, string expected) => Assert.Equal(expected, Shown(Cell("string", path)));

    [Theory]
    [InlineData(".spec[")]
    [InlineData(".spec[\"a\"]")]
    [InlineData(".spec[a]")]
    [InlineData(".spec[?(@.a==1]")]
    [InlineData(".spec[?(@.a==1)")]
    [InlineData(".spec..*")]
    [InlineData(".spec....a")]
    [InlineData(".spec 'a")]
    [InlineData(".spec #")]
    public void A_path_that_cannot_be_read_ends_the_columns(string path)
    {
        var version = new JsonObject { { "additionalPrinterColumns", new JsonArray { Column("A", ".spec.s"), Column("B", path), Column("C", ".spec.s") } } };
        Assert.Equal(["A"], PrinterColumn.Of(version).Select(column => column.Name));
    }

    [Fact]
    public void A_version_without_columns_shows_the_age() => Assert.Equal(["Age"], PrinterColumn.Of([]).Select(column => column.Name));

    private static string Shown(JsonValue cell) => cell is JsonString text ? $"\"{text.Value}\"" : cell.ToString();

    private static JsonObject Column(string name, string path, string type = "string") => new() { { "name", name }, { "type", type }, { "jsonPath", path } };

    private static JsonValue Cell(string type, string path)
    {
        var columns = PrinterColumn.Of(new JsonObject { { "additionalPrinterColumns", new JsonArray { Column("X", path, type) } } });
        var row = new TableRowBuilder([], DateTimeOffset.Parse("2020-01-11T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        return Assert.Single(columns).Cell((JsonObject)JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes(Document)), row);
    }
}
