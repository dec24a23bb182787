using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.ApiMachinery.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Fact]
    public void Documents_are_written_in_block_style_with_sorted_keys() => Assert.Equal(
        "a:\n- b: \"1\"\n  c: x y\n- - 1\n  - null\nd: {}\ne: []\nf:\n  .: {}\n  text: |\n    one\n    two\nt: \"2020-01-01T00:00:00Z\"\n",
        YamlWriter.Write(JsonParser.Parse("{\"d\":{},\"a\":[{\"c\":\"x y\",\"b\":\"1\"},[1,null]],\"e\":[],\"f\":{\"text\":\"one\\ntwo\\n\",\".\":{}},\"t\":\"2020-01-01T00:00:00Z\"}")));

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("0x10")]
    [InlineData("1e3")]
    [InlineData("- a")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("it's")]
    [InlineData("\"q\"")]
    [InlineData(" lead")]
    [InlineData("trail ")]
    [InlineData("a\nb")]
    [InlineData("a\n\n")]
    [InlineData("\n")]
    [InlineData(" a\nb\n")]
    [InlineData("tab\there")]
    [InlineData("*x")]
    [InlineData("{a}")]
    [InlineData("12:30")]
    [InlineData("=")]
    [InlineData("é☃")]
    [InlineData("key:")]
    public void Every_text_reads_back_as_it_was(string text)
    {
        var document = new JsonObject { ["a"] = text, ["l"] = new JsonArray([new JsonString(text), new JsonObject { ["x"] = text }]) };
        Assert.Equal(document.ToString(), YamlReader.Parse(YamlWriter.Write(document))!.ToString());
    }
}
