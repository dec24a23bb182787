using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiMachinery.Tests.Values;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0Ki", "0")]
    [InlineData("0.5", "500m")]
    [InlineData("1000m", "1")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1023", "1023")]
    [InlineData("1500", "1500")]
    [InlineData("12000", "12k")]
    [InlineData("0.5Ki", "512")]
    [InlineData("1.5Ki", "1536")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData("1e3", "1e3")]
    [InlineData("1E3", "1e3")]
    [InlineData("12e-3", "12e-3")]
    [InlineData("1E", "1E")]
    [InlineData("100n", "100n")]
    [InlineData("0.1n", "1n")]
    [InlineData("-5m", "-5m")]
    [InlineData("-1.5", "-1500m")]
    [InlineData("+3", "3")]
    [InlineData(".5", "500m")]
    [InlineData("5.", "5")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9Ei", "9Ei")]
    [InlineData("1000000000000000000000", "1000E")]
    [InlineData("100m", "100m")]
    [InlineData("500Mi", "500Mi")]
    [InlineData("1Ki", "1Ki")]
    [InlineData("1000Ki", "1000Ki")]
    [InlineData("1k", "1k")]
    [InlineData("0.001m", "1u")]
    public void Text_is_printed_in_canonical_form(string text, string canonical)
    {
        Assert.Equal(canonical, Quantity.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("1 Gi")]
    [InlineData("1KI")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("1mm")]
    [InlineData("1e")]
    [InlineData("0x1")]
    public void What_is_not_a_quantity_is_refused(string text)
    {
        Assert.False(Quantity.TryParse(text, out _));
    }

    [Fact]
    public void Values_round_up_and_compare_across_formats()
    {
        Assert.Equal(1, Quantity.Parse("100m").Value);
        Assert.Equal(100, Quantity.Parse("100m").MilliValue);
        Assert.Equal(-1, Quantity.Parse("-100m").Value);
        Assert.Equal(Quantity.Parse("1Ki"), Quantity.Parse("1024"));
        Assert.True(Quantity.Parse("1G") < Quantity.Parse("1Gi"));
        Assert.Equal("1536Mi", (Quantity.Parse("1Gi") + Quantity.Parse("512Mi")).ToString());
        Assert.Equal("-250m", (Quantity.Parse("0.5") - Quantity.Parse("750m")).ToString());
    }
}
