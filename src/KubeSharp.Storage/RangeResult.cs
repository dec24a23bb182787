namespace KubeSharp.Storage;

/// <summary>Entries under a prefix, as of one revision.</summary>
/// <param name="Entries">The entries in key order.</param>
/// <param name="Revision">The revision the answer holds for; continue with it.</param>
/// <param name="Remaining">How many more entries follow the last one at this revision; 0 when the answer is complete.</param>
public sealed record RangeResult(IReadOnlyList<StoreEntry> Entries, long Revision, long Remaining)
{
    /// <summary>Whether the limit cut the answer off.</summary>
    public bool More => Remaining > 0;
}
