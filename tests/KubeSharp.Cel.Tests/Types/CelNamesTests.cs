using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Tests.Types;

public sealed class CelNamesTests
{
    [Theory]
    [InlineData("spec", "spec")]
    [InlineData("namespace", "__namespace__")]
    [InlineData("x-prop", "x__dash__prop")]
    [InlineData("redact__d", "redact__underscores__d")]
    [InlineData("a.b/c", "a__dot__b__slash__c")]
    [InlineData("string", "string")]
    [InlineData("a_b", "a_b")]
    [InlineData("a b", null)]
    [InlineData("1a", null)]
    public void Names_that_are_no_identifiers_are_escaped(string jsonName, string? expected) => Assert.Equal(expected, CelNames.Escape(jsonName));
}
