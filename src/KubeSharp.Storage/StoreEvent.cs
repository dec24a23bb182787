namespace KubeSharp.Storage;

/// <summary>One write as a watch delivers it. Shared between watches: treat it as immutable.</summary>
public sealed record StoreEvent
{
    /// <summary>What happened.</summary>
    public required StoreEventType Type { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The revision of this write.</summary>
    public required long Revision { get; init; }

    /// <summary>
    /// The revision of the put that made the key exist; for a deletion, of the key that was deleted (0 if a store has to look that up and
    /// <see cref="WatchRequest.PreviousValues"/> did not ask for it).
    /// </summary>
    public required long CreateRevision { get; init; }

    /// <summary>
    /// The revision of the write before this one; 0 when the key was created (or if a store has to look that up and
    /// <see cref="WatchRequest.PreviousValues"/> did not ask for it).
    /// </summary>
    public required long PreviousRevision { get; init; }

    /// <summary>The value put; empty for a deletion.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>
    /// The value before this write, when there was one and <see cref="WatchRequest.PreviousValues"/> asked for it; otherwise do not rely on it.
    /// </summary>
    public ReadOnlyMemory<byte> PreviousValue { get; init; }
}
