namespace KubeSharp.Storage;

/// <summary>A key and its value as of some revision.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; empty when only keys were asked for.</param>
/// <param name="CreateRevision">The revision of the put that made the key exist.</param>
/// <param name="ModRevision">The revision of the put that wrote this value: what a compare-and-swap compares.</param>
public sealed record StoreEntry(string Key, ReadOnlyMemory<byte> Value, long CreateRevision, long ModRevision)
{
    /// <summary>Whether the value stands in a form that is no longer written, so that writing it unchanged has a sense.</summary>
    public bool Stale { get; init; }
}
