namespace KubeSharp.Storage.CrashLoad;

/// <summary>A trial from the command line.</summary>
public static class CrashCommand
{
    /// <summary>Runs a trial and prints its report.</summary>
    /// <param name="what"><c>trial</c>, <c>power</c> or <c>nosync</c>.</param>
    /// <param name="kills">How many processes are killed.</param>
    /// <param name="seed">What the random points come from.</param>
    /// <returns>0 if all is well; for <c>nosync</c>, if the store was caught.</returns>
    public static async Task<int> RunAsync(string what, int kills, int seed)
    {
        if (what != "trial" && !PowerLoss.Possible)
        {
            await Console.Error.WriteLineAsync("The disk that loses writes needs a C compiler, /usr/bin/cc.");
            return 2;
        }

        using var power = what == "trial" ? null : new PowerLoss(syncs: what == "power");
        var report = await new CrashTrial(seed, power).RunAsync(kills, Console.Error);
        Console.WriteLine(report);
        if (what == "nosync") Console.WriteLine(report.Faults.Count > 0 ? $"caught at kill {report.Kills}" : "not caught");
        return report.Faults.Count > 0 == (what == "nosync") ? 0 : 1;
    }
}
