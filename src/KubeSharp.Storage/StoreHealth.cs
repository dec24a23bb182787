namespace KubeSharp.Storage;

/// <summary>Whether the store can serve.</summary>
/// <param name="Ready">True when the last attempt to write or reach the store succeeded.</param>
/// <param name="Message">When not ready, or ready with a warning (compaction falling behind): one sentence that says what, where, and what to do.</param>
public sealed record StoreHealth(bool Ready, string? Message)
{
    /// <summary>All is well.</summary>
    public static StoreHealth Good { get; } = new(true, null);
}
