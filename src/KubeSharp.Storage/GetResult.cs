namespace KubeSharp.Storage;

/// <summary>The answer to reading one key.</summary>
/// <param name="Entry">The entry, or null when there is none.</param>
/// <param name="Revision">The revision of the store that the answer holds for.</param>
public readonly record struct GetResult(StoreEntry? Entry, long Revision);
