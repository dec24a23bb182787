using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiMachinery.Tests.Values;

public sealed class TimeTests
{
    [Theory]
    [InlineData("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z")]
    [InlineData("2024-01-02T03:04:05.999Z", "2024-01-02T03:04:05Z")]
    [InlineData("2024-01-02T03:04:05+02:00", "2024-01-02T01:04:05Z")]
    [InlineData("2024-01-02T03:04:05.123456789-01:30", "2024-01-02T04:34:05Z")]
    public void Times_are_whole_seconds_in_utc(string text, string expected)
    {
        Assert.True(Time.TryParse(text, out var time));
        Assert.Equal(expected, time.ToString());
    }

    [Fact]
    public void Micro_times_have_exactly_six_decimals()
    {
        Assert.True(MicroTime.TryParse("2024-01-02T03:04:05.123456Z", out var time));
        Assert.Equal("2024-01-02T03:04:05.123456Z", time.ToString());
        Assert.False(MicroTime.TryParse("2024-01-02T03:04:05.1234567Z", out _));
        Assert.False(MicroTime.TryParse("2024-01-02T03:04:05Z", out _));
    }

    [Theory]
    [InlineData("2024-01-02")]
    [InlineData("2024-01-02 03:04:05Z")]
    [InlineData("2024-01-02T03:04:05")]
    [InlineData("2024-13-02T03:04:05Z")]
    [InlineData("2024-01-02T03:04:05.Z")]
    public void What_is_not_rfc_3339_is_refused(string text)
    {
        Assert.False(Time.TryParse(text, out _));
    }
}
