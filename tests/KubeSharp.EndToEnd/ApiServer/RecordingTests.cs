using System.Text.RegularExpressions;
using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>The recordings of a real API server, replayed by <c>tests/replay</c>, where they are present.</summary>
public sealed partial class RecordingTests
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("etcd")]
    public async Task Every_recording_is_answered_as_recorded_but_for_the_known_differences(string store)
    {
        if (store == "etcd" && !File.Exists("/usr/bin/etcd")) Assert.Skip("etcd is not installed");
        var shared = Environment.GetEnvironmentVariable("KUBESHARP_SHARED") ?? Path.Combine(Repository.Root, "..", "shared");
        if (!File.Exists(Path.Combine(shared, "golden/replay")))
            Assert.Skip("the recordings are not present");

        var replay = await Shell.RunAsync(
            Path.Combine(Repository.Root, "tests/replay"),
            // One at a time: some recordings tie the version of a list to its last item, which holds only while nobody else writes.
            ["-j", "1", "-v"],
            environment: new Dictionary<string, string> { ["KUBESHARP_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "kubesharp"), ["KUBESHARP_STORE"] = store },
            limit: TimeSpan.FromMinutes(8));
        var failed = Failure.Matches(replay.Output).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var known = await KnownDifferencesAsync();

        Assert.Matches(@"(?m)^\d+ passed, \d+ failed", replay.Output);
        Assert.True(!failed.Except(known).Any(), $"answered differently: {string.Join(' ', failed.Except(known).Order())}\n{replay.Output}");
        Assert.True(!known.Except(failed).Any(), $"no longer different, to be taken off the list: {string.Join(' ', known.Except(failed).Order())}");
    }

    [GeneratedRegex(@"^FAIL\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Failure { get; }

    private static async Task<HashSet<string>> KnownDifferencesAsync()
    {
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(Repository.Root, "tests/KubeSharp.EndToEnd/ApiServer/known-differences.txt"), TestContext.Current.CancellationToken);
        return [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ')[0])];
    }
}
