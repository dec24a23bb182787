using System.Globalization;
using KubeSharp.Storage.CrashLoad;

namespace KubeSharp.Storage.Tests.Embedded;

public sealed class CrashTests
{
    // KUBESHARP_CRASH_ROUNDS says how often; bench/README.md names the long run.
    private static int Rounds(int usually) => int.TryParse(Environment.GetEnvironmentVariable("KUBESHARP_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var n) ? n : usually;

    [Fact]
    public async Task A_process_killed_under_load_leaves_every_acknowledged_write_and_nothing_half_done()
    {
        var report = await new CrashTrial(Environment.TickCount).RunAsync(Rounds(200), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.Faults.Count == 0, report.ToString());
        Assert.True(report.Acknowledged > 0, "there was load");
    }

    [Fact]
    public async Task A_power_cut_that_takes_what_was_not_synced_takes_no_acknowledged_write()
    {
        RequireCompiler();
        using var power = new PowerLoss(syncs: true);
        var report = await new CrashTrial(Environment.TickCount, power).RunAsync(Rounds(40), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.Faults.Count == 0, report.ToString());
        Assert.True(report.Acknowledged > 0, "there was load");
    }

    [Fact]
    public async Task A_store_that_does_not_sync_is_caught_by_the_power_cut()
    {
        RequireCompiler();
        using var power = new PowerLoss(syncs: false);
        // Either acknowledged writes are gone, or the file is not even one any more.
        var failure = await Record.ExceptionAsync(async () =>
        {
            var report = await new CrashTrial(Environment.TickCount, power).RunAsync(40, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(report.Faults.Count == 0, report.ToString());
        });
        Assert.NotNull(failure);
    }

    private static void RequireCompiler()
    {
        if (!PowerLoss.Possible) Assert.Skip("there is no C compiler for the disk that loses writes");
    }
}
