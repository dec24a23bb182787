using System.Globalization;
using KubeSharp.Storage.CrashLoad;

namespace KubeSharp.Storage.Tests.Embedded;

public sealed class CrashTests
{
    /// <summary>KUBESHARP_CRASH_ROUNDS says how often; a few times by default.</summary>
    [Fact]
    public async Task A_process_killed_under_load_leaves_every_acknowledged_write_and_nothing_half_done()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("KUBESHARP_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var n) ? n : 6;
        var report = await new CrashTrial(Environment.TickCount).RunAsync(rounds, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.Faults.Count == 0, report.ToString());
        Assert.True(report.Acknowledged > 0, "there was load");
    }
}
