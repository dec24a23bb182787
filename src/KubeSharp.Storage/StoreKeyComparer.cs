namespace KubeSharp.Storage;

/// <summary>
/// The order of keys: that of their UTF-8 bytes, as in etcd. It differs from the order of UTF-16 code units only where surrogates meet U+E000 to U+FFFF.
/// </summary>
public sealed class StoreKeyComparer : IComparer<string>
{
    /// <summary>The one instance.</summary>
    public static StoreKeyComparer Instance { get; } = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y) => CompareKeys(x, y);

    /// <summary>Compares two keys.</summary>
    public static int CompareKeys(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);
        return Weigh(left[common]) - Weigh(right[common]);
    }

    // Surrogates stand for code points above U+FFFF: they sort after everything else.
    private static int Weigh(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
