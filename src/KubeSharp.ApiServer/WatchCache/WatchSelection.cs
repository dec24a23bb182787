using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>Which changes of a resource concern a watch, as far as keys and the indexed field say.</summary>
/// <param name="Prefix">What the keys start with.</param>
/// <param name="Single">Whether the prefix is a whole key.</param>
/// <param name="Field">The resource's indexed field; null if it has none.</param>
/// <param name="IndexedValue">The value that the field must have, before a change or after it; null for any.</param>
internal sealed record WatchSelection(string Prefix, bool Single, IndexedField? Field, string? IndexedValue)
{
    /// <summary>Whether a change concerns the watch.</summary>
    public bool Concerns(ObjectChange change)
    {
        var key = (change.Current ?? change.Previous)!.Key;
        if (Single ? key.Length != Prefix.Length || key != Prefix : !key.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        return IndexedValue is null || change.Current?.Indexed(Field!) == IndexedValue || change.Previous?.Indexed(Field!) == IndexedValue;
    }
}
