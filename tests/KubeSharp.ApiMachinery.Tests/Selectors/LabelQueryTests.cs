using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;

namespace KubeSharp.ApiMachinery.Tests.Selectors;

public sealed class LabelQueryTests
{
    private static readonly Dictionary<string, JsonObject> Objects = new()
    {
        ["a"] = JsonParser.ParseObject("{\"app\":\"x\",\"tier\":\"1\"}"u8),
        ["b"] = JsonParser.ParseObject("{\"app\":\"y\"}"u8),
        ["c"] = JsonParser.ParseObject("{\"tier\":\"2\"}"u8),
        ["d"] = [],
        ["e"] = JsonParser.ParseObject("{\"app\":\"\",\"n\":\"5\"}"u8),
    };

    [Theory]
    [InlineData("", "abcde")]
    [InlineData("app=x", "a")]
    [InlineData("app==x", "a")]
    [InlineData("app!=x", "bcde")]
    [InlineData("app", "abe")]
    [InlineData("!app", "cd")]
    [InlineData("app in (x,y)", "ab")]
    [InlineData("app notin (x)", "bcde")]
    [InlineData("app in (x),tier", "a")]
    [InlineData("app=", "e")]
    [InlineData("app in ()", "e")]
    [InlineData("app in (x, )", "ae")]
    [InlineData("tier>1", "c")]
    [InlineData("n>4,n<6", "e")]
    [InlineData(" app = x , tier = 1 ", "a")]
    [InlineData("in=x", "")]
    public void The_string_form_selects(string selector, string names)
    {
        Assert.True(LabelQuery.TryParse(selector, out var parsed, out var error), error);
        Assert.Equal(names, string.Concat(Objects.Where(o => parsed.Matches(o.Value)).Select(o => o.Key)));
    }

    [Theory]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a in x", "unable to parse requirement: found 'x' expected: '('")]
    [InlineData("a in (x", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("=a", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("a>b", "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer")]
    [InlineData("-a", "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    public void Faults_are_said(string selector, string expected)
    {
        Assert.False(LabelQuery.TryParse(selector, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void The_object_form_selects()
    {
        Assert.True(LabelQuery.TryFrom(JsonParser.ParseObject("{\"matchLabels\":{\"app\":\"x\"},\"matchExpressions\":[{\"key\":\"tier\",\"operator\":\"In\",\"values\":[\"2\",\"1\"]}]}"u8), out var selector, out _));
        Assert.Equal("app=x,tier in (1,2)", selector.ToString());
        Assert.True(selector.Matches(Objects["a"]));
        Assert.True(LabelQuery.TryFrom((JsonObject?)null, out selector, out _));
        Assert.False(selector.Matches(Objects["a"]));
        Assert.False(LabelQuery.TryFrom(JsonParser.ParseObject("{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Odd\"}]}"u8), out _, out var error));
        Assert.Equal("\"Odd\" is not a valid label selector operator", error);
    }
}
