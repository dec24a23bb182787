using KubeSharp.ApiServer.Bootstrap.LivingServers;

namespace KubeSharp.ApiServer.Tests.Bootstrap.LivingServers;

public sealed class CountedAddressesTests
{
    [Theory]
    [InlineData(1, "", "1.1.1.2")]
    [InlineData(1, "1.1.1.1", "1.1.1.2")]
    [InlineData(1, "1.1.1.3", "1.1.1.2")]
    [InlineData(2, "1.1.1.1", "1.1.1.1,1.1.1.2")]
    [InlineData(2, "1.1.1.1,1.1.1.3", "1.1.1.1,1.1.1.2")]
    [InlineData(2, "1.1.1.0,1.1.1.1", "1.1.1.1,1.1.1.2")]
    [InlineData(3, "1.1.1.2", "1.1.1.2")]
    public void A_server_adds_itself_and_takes_away_who_is_too_many(int count, string present, string wanted) =>
        Assert.Equal(wanted, string.Join(',', new CountedAddresses("1.1.1.2", count).Wanted(present.Split(',', StringSplitOptions.RemoveEmptyEntries), stopping: false)));

    [Fact]
    public void A_server_that_ends_takes_itself_out() =>
        Assert.Equal(["1.1.1.1"], new CountedAddresses("1.1.1.2", 2).Wanted(["1.1.1.1", "1.1.1.2"], stopping: true));
}
