using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Tests.Json;

public sealed class JsonParserTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("[1,-0,1.50,1e3,12345678901234567890]")]
    [InlineData("{\"b\":1,\"a\":[true,false,null,{}],\"\":\"\"}")]
    [InlineData("\"\\u0001\\n\\\\\\\"é☃\\u2028\\u003c\"")]
    public void What_was_read_is_written_back(string json) => Assert.Equal(json, JsonParser.Parse(json).ToString());

    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{", "unexpected end of JSON input")]
    [InlineData("{\"a\":1} trailing", "invalid character 't' after top-level value")]
    [InlineData("not json", "invalid character 'o' in literal null (expecting 'u')")]
    [InlineData("{a:1}", "invalid character 'a' looking for beginning of object key string")]
    [InlineData("{\"a\" 1}", "invalid character '1' after object key")]
    [InlineData("{\"a\":1 \"b\"", "invalid character '\"' after object key:value pair")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("\"a\nb\"", "invalid character '\\n' in string literal")]
    [InlineData("\"\\x\"", "invalid character 'x' in string escape code")]
    [InlineData("\"\\u12g4\"", "invalid character 'g' in \\u hexadecimal character escape")]
    [InlineData("-a", "invalid character 'a' in numeric literal")]
    [InlineData("1.x", "invalid character 'x' after decimal point in numeric literal")]
    [InlineData("01", "invalid character '1' after top-level value")]
    public void Faults_are_worded_as_Go_words_them(string json, string message)
    {
        Assert.False(JsonParser.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        Assert.Equal("\uFFFD", ((JsonString)JsonParser.Parse("\"\\ud800\"")).Value);
        Assert.Equal("\uFFFDa", ((JsonString)JsonParser.Parse("\"\\ud800\\u0061\"")).Value);
        Assert.Equal("𝄞", ((JsonString)JsonParser.Parse("\"\\ud834\\udd1e\"")).Value);
    }

    [Fact]
    public void Too_deep_documents_are_refused()
    {
        var json = new string('[', 2000) + new string(']', 2000);
        Assert.False(JsonParser.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Equal("exceeded max depth", error.Message);
    }

    [Fact]
    public void Repeated_members_are_reported_with_their_path_and_the_last_wins()
    {
        var options = new JsonParserOptions { Duplicates = [] };
        var value = JsonParser.Parse("{\"a\":{\"b\":[0,{\"c\":1,\"d\":2,\"c\":3}]},\"a2\":1,\"a2\":2}", options);
        Assert.Equal(["a.b[1].c", "a2"], options.Duplicates.Select(d => d.Path));
        Assert.Equal("{\"a\":{\"b\":[0,{\"c\":3,\"d\":2}]},\"a2\":2}", value.ToString());
    }
}
