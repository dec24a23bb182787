using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;

namespace KubeSharp.ApiMachinery.Tests.Patching;

public sealed class MergePatchTests
{
    // The table of RFC 7396, appendix A.
    [Theory]
    [InlineData("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}")]
    [InlineData("{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}")]
    [InlineData("{\"a\":\"b\"}", "{\"a\":null}", "{}")]
    [InlineData("{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}")]
    [InlineData("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}")]
    [InlineData("{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}")]
    [InlineData("{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}")]
    [InlineData("{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}")]
    [InlineData("[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]")]
    [InlineData("{\"a\":\"foo\"}", "null", "null")]
    [InlineData("{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}")]
    [InlineData("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}")]
    public void The_table_of_the_RFC_holds(string target, string patch, string expected)
    {
        var original = JsonParser.Parse(target);
        Assert.Equal(expected, MergePatch.Apply(original, JsonParser.Parse(patch)).ToString());
        Assert.Equal(target, original.ToString());
    }

    [Fact]
    public void A_difference_applied_gives_the_other_document()
    {
        var from = JsonParser.ParseObject("{\"a\":1,\"b\":{\"c\":[1],\"d\":2},\"e\":3}"u8);
        var to = JsonParser.ParseObject("{\"a\":1,\"b\":{\"c\":[2]},\"f\":4}"u8);
        var patch = MergePatch.Diff(from, to);
        Assert.Equal("{\"e\":null,\"b\":{\"d\":null,\"c\":[2]},\"f\":4}", patch.ToString());
        Assert.True(JsonValue.DeepEquals(to, MergePatch.Apply(from, patch)));
    }
}
