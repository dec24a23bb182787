using System.Diagnostics;
using System.Globalization;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.Storage.CrashLoad;

/// <summary>
/// Kills loaded processes with SIGKILL at random points, opens what they leave and has it checked (<see cref="CrashCheck"/>): every acknowledged write is there,
/// every value is whole, revisions never repeat or go back, and a watch resumed from the last revision seen misses and repeats nothing.
/// </summary>
/// <param name="seed">What the random points come from.</param>
/// <param name="power">Loses at each kill what was not synced; null keeps what was written, as a kernel does that lives on.</param>
public sealed class CrashTrial(int seed, PowerLoss? power = null)
{
    private readonly Random _random = new(seed);

    /// <summary>Runs the trial in a folder of its own, until there were so many kills or something is wrong.</summary>
    public async Task<CrashReport> RunAsync(int kills, TextWriter? progress = null, CancellationToken cancellationToken = default)
    {
        var directory = Directory.CreateTempSubdirectory("kubesharp-crash-");
        var check = new CrashCheck(seed);
        var killed = 0;
        try
        {
            while (killed < kills && check.Faults.Count == 0)
            {
                // Now and then another process comes, and is killed, before anybody has opened the store in peace: what it begins with was left by a kill.
                for (var left = 1 + (_random.Next(3) / 2 * _random.Next(1, 3)); left > 0 && killed < kills && check.Faults.Count == 0; left--)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await KillOneAsync(directory.FullName, check, cancellationToken);
                    if (++killed % 100 == 0)
                        progress?.WriteLine($"{killed} kills, {check.Acknowledged} writes");
                }

                if (check.Faults.Count == 0)
                    await CheckAsync(directory.FullName, check);
            }

            return new CrashReport(killed, check.Acknowledged, check.Watched, check.Unanswered, check.Faults);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task KillOneAsync(string directory, CrashCheck check, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(CrashTrial).Assembly.Location,
                "load",
                directory,
                _random.Next().ToString(CultureInfo.InvariantCulture),
                check.Seen.ToString(CultureInfo.InvariantCulture),
                check.Revision.ToString(CultureInfo.InvariantCulture),
            },
        };
        power?.Prepare(start, directory, _random.Next());
        using var process = Process.Start(start)!;
        try
        {
            // Mostly in mid-load; now and then while the store is being opened.
            var whileOpening = _random.Next(8) == 0;
            if (!whileOpening && await process.StandardOutput.ReadLineAsync(cancellationToken) != "ready")
                check.Fault("the process did not start");
            var kill = Task.Delay(_random.Next(whileOpening ? 150 : 300), cancellationToken).ContinueWith(
                _ => process.Kill(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            // A line without its end was cut off by the kill and may or may not have been acknowledged.
            var rest = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await kill;
            var whole = rest.LastIndexOf('\n');
            check.Told(whole < 0 ? [] : rest[..whole].Split('\n').Where(line => line != "ready"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        power?.Cut(directory);
    }

    private async Task CheckAsync(string directory, CrashCheck check)
    {
        try
        {
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory, CompactionInterval = TimeSpan.Zero });
            await check.RunAsync(store, _random);
        }
        catch (StoreOpenException e)
        {
            check.Fault($"the store does not open: {e.Message}");
        }
    }
}
