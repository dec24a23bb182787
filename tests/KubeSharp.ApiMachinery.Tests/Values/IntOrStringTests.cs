using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiMachinery.Tests.Values;

public sealed class IntOrStringTests
{
    [Theory]
    [InlineData("25%", 10, true, 3)]
    [InlineData("25%", 10, false, 2)]
    [InlineData("0%", 10, true, 0)]
    [InlineData("100%", 7, false, 7)]
    public void A_percentage_is_a_share_of_the_total(string text, int total, bool roundUp, int expected)
    {
        Assert.True(new IntOrString(text).TryScale(total, roundUp, out var scaled));
        Assert.Equal(expected, scaled);
    }

    [Fact]
    public void A_text_of_digits_stays_a_text()
    {
        IntOrString port = "8080";
        Assert.True(port.IsString);
        Assert.NotEqual(port, new IntOrString(8080));
        Assert.False(port.TryScale(10, true, out _));
    }
}
