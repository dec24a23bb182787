namespace KubeSharp.Storage.CrashLoad;

/// <summary>What a crash trial found.</summary>
/// <param name="Kills">How many processes were killed.</param>
/// <param name="Acknowledged">How many writes they had acknowledged.</param>
/// <param name="Watched">How many events their watches had delivered.</param>
/// <param name="Unanswered">How many writes happened of which nobody was told, because the kill came between.</param>
/// <param name="Faults">Broken promises; empty when all is well.</param>
public sealed record CrashReport(int Kills, long Acknowledged, long Watched, long Unanswered, IReadOnlyList<string> Faults)
{
    /// <inheritdoc />
    public override string ToString()
        => $"{Kills} kills, {Acknowledged} acknowledged writes, {Unanswered} more that happened unanswered, {Watched} watch events, " +
            $"{Faults.Count} faults{string.Concat(Faults.Take(20).Select(f => "\n  " + f))}";
}
