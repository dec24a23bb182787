using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Tests.Json;

public sealed class JsonValueTests
{
    [Fact]
    public void Equality_ignores_member_order_and_number_spelling()
    {
        Assert.True(JsonValue.DeepEquals(JsonParser.Parse("{\"a\":1,\"b\":[1.0]}"), JsonParser.Parse("{\"b\":[1],\"a\":1e0}")));
        Assert.False(JsonValue.DeepEquals(JsonParser.Parse("{\"a\":null}"), JsonParser.Parse("{}")));
        Assert.False(JsonValue.DeepEquals(JsonParser.Parse("[1,2]"), JsonParser.Parse("[2,1]")));
    }

    [Fact]
    public void A_clone_shares_nothing_that_can_change()
    {
        var original = JsonParser.ParseObject("{\"a\":{\"b\":[1]}}"u8);
        var copy = original.Clone();
        copy.GetObject("a")!.GetArray("b")!.Add(2);
        Assert.Equal("{\"a\":{\"b\":[1]}}", original.ToString());
        Assert.Equal("{\"a\":{\"b\":[1,2]}}", copy.ToString());
    }

    [Fact]
    public void Large_objects_stay_consistent_while_members_come_and_go()
    {
        var value = new JsonObject();
        for (var i = 0; i < 100; i++) value["k" + i] = i;
        for (var i = 0; i < 100; i += 2) Assert.True(value.Remove("k" + i));
        value["k1"] = "changed";
        value["new"] = true;
        Assert.Equal(51, value.Count);
        Assert.Null(value["k2"]);
        Assert.Equal("changed", value.GetString("k1"));
        Assert.Equal(99, value.GetInt64("k99"));
        Assert.Equal("k1", value.NameAt(0));
        Assert.Equal("new", value.NameAt(50));
    }

    [Fact]
    public void Members_are_found_by_path()
    {
        var value = JsonParser.Parse("{\"a\":{\"b\":{\"c\":\"x\"}}}");
        Assert.Equal("x", value.FindString("a", "b", "c"));
        Assert.Null(value.Find("a", "x", "c"));
    }

    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(-12345678901234567.0, "-12345678901234568")]
    public void Doubles_are_spelled_as_Go_spells_them(double value, string text) => Assert.Equal(text, JsonNumber.Of(value).Text);

    [Fact]
    public void Names_sort_by_their_UTF8_bytes()
    {
        var value = JsonParser.ParseObject("{\"\uE000\":1,\"𝄞\":2,\"b\":3,\"B\":4,\"ab\":5,\"a\":6}"u8);
        value.SortMembers();
        Assert.Equal(["B", "a", "ab", "b", "\uE000", "𝄞"], value.Names);
    }
}
