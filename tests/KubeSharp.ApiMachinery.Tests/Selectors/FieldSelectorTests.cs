using KubeSharp.ApiMachinery.Selectors;

namespace KubeSharp.ApiMachinery.Tests.Selectors;

public sealed class FieldSelectorTests
{
    [Theory]
    [InlineData("a=1,b!=2", "1", "3", true)]
    [InlineData("a==1", "2", "", false)]
    [InlineData("a=x\\,y\\=z\\\\", "x,y=z\\", "", true)]
    [InlineData("a!=", "1", "", true)]
    [InlineData("a!=", "", "", false)]
    [InlineData(",a=1,", "1", "", true)]
    public void Fields_are_matched(string selector, string a, string b, bool matches)
    {
        Assert.True(FieldSelector.TryParse(selector, out var parsed, out var error), error);
        Assert.Equal(matches, parsed.Matches(new Fields(a, b)));
        Assert.True(FieldSelector.TryParse(parsed.ToString(), out var again, out _));
        Assert.Equal(parsed.Requirements, again.Requirements);
    }

    [Theory]
    [InlineData("spec.nodeName", "invalid selector: 'spec.nodeName'; can't understand 'spec.nodeName'")]
    [InlineData("spec.nodeName>n1", "invalid selector: 'spec.nodeName>n1'; can't understand 'spec.nodeName>n1'")]
    [InlineData("a==b==c", "invalid field selector: unescaped character in value: 61")]
    [InlineData("a=\\x", "invalid field selector: invalid escape sequence: \\x")]
    public void Faults_are_said(string selector, string expected)
    {
        Assert.False(FieldSelector.TryParse(selector, out _, out var error));
        Assert.Equal(expected, error);
    }

    private readonly record struct Fields(string A, string B) : IFieldSource
    {
        public string Get(string field) => field == "a" ? A : field == "b" ? B : "";
    }
}
