using KubeSharp.ApiServer.FlowControl.Queueing;

namespace KubeSharp.ApiServer.Tests.FlowControl;

public sealed class ConcurrencySharesTests
{
    [Fact]
    public void Seats_are_divided_by_shares_rounded_up()
    {
        var limits = ConcurrencyShares.Divide([(30, 33, null, false), (40, 25, 50, false), (0, 0, null, true), (5, 0, 0, false)], 600);
        Assert.Equal([240, 320, 0, 40], limits.Select(limit => limit.Nominal));
        Assert.Equal([161, 240, 0, 40], limits.Select(limit => limit.Least));
        Assert.Equal([600, 480, 600, 40], limits.Select(limit => limit.Most));
    }

    [Fact]
    public void A_busy_level_borrows_what_idle_ones_lend_and_no_more()
    {
        (SeatLimits, double)[] levels = [(new(100, 20, 600), 500), (new(100, 50, 600), 0), (new(100, 100, 600), 0)];
        var lent = ConcurrencyShares.Lend(levels, 300);
        Assert.True(lent[0] > 100, $"{lent[0]}");
        Assert.True(lent[1] >= 50 && lent[2] >= 100);
        Assert.InRange(lent.Sum(), 298, 302);
    }

    [Fact]
    public void Nobody_borrows_beyond_the_limit_for_it()
    {
        var lent = ConcurrencyShares.Lend([(new(100, 100, 120), 500), (new(100, 0, 600), 0)], 200);
        Assert.Equal(120, lent[0]);
    }

    [Fact]
    public void Who_lent_gets_its_share_back_when_it_needs_it()
    {
        var lent = ConcurrencyShares.Lend([(new(100, 0, 600), 100), (new(100, 0, 600), 1000)], 200);
        Assert.Equal([100, 100], lent);
    }
}
