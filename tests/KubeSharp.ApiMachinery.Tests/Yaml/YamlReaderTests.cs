using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.ApiMachinery.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData("a: \"yes\"", """{"a":"yes"}""")]
    [InlineData("a: off", """{"a":false}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: 0644", """{"a":420}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 0b101", """{"a":5}""")]
    [InlineData("a: 1_000", """{"a":1000}""")]
    [InlineData("a: -3", """{"a":-3}""")]
    [InlineData("a: 1.5", """{"a":1.5}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: 10.0.0.1", """{"a":"10.0.0.1"}""")]
    [InlineData("a: 100m", """{"a":"100m"}""")]
    [InlineData("a: 2024-01-02", """{"a":"2024-01-02"}""")]
    [InlineData("a: 2024-01-02T03:04:05Z", """{"a":"2024-01-02T03:04:05Z"}""")]
    [InlineData("a: 12:30", """{"a":"12:30"}""")]
    [InlineData("a: 089", """{"a":89}""")]
    [InlineData("a: 1e", """{"a":"1e"}""")]
    [InlineData("a: abc", """{"a":"abc"}""")]
    [InlineData("1: x\ntrue: z", """{"1":"x","true":"z"}""")]
    [InlineData("a: &x {b: 1}\nc: *x", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("base: &x {b: 1, d: 2}\nc: {<<: *x, d: 3}", """{"base":{"b":1,"d":2},"c":{"d":3,"b":1}}""")]
    [InlineData("a: |\n  one\n  two\n", """{"a":"one\ntwo\n"}""")]
    [InlineData("""{"a": [1, "b", null, true]}""", """{"a":[1,"b",null,true]}""")]
    public void A_document_is_read_as_kubernetes_reads_it(string yaml, string json) => Assert.Equal(json, YamlReader.Parse(yaml)!.ToString());

    [Fact]
    public void Several_documents_come_in_order_and_empty_ones_are_left_out() =>
        Assert.Equal(["""{"a":1}""", """{"b":2}"""], YamlReader.ParseAll("---\na: 1\n---\n# nothing\n---\nb: 2\n").Select(d => d.ToString()));

    [Fact]
    public void An_empty_text_has_no_document() => Assert.Null(YamlReader.Parse(" \n"));

    [Theory]
    [InlineData("a: 1\na: 2", "already set in map")]
    [InlineData("a: [1", "yaml: line")]
    [InlineData("a: *nobody", "unknown anchor")]
    [InlineData("? {a: 1}\n: b", "cannot be a key")]
    public void What_is_wrong_is_named(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<YamlException>(() => YamlReader.Parse(yaml)).Message);

    [Fact]
    public void Aliases_of_aliases_do_not_unfold_beyond_measure()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i =>
            $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("excessive", Assert.Throws<YamlException>(() => YamlReader.Parse(bomb)).Message);
    }
}
