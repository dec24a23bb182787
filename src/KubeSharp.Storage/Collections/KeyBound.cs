namespace KubeSharp.Storage.Collections;

/// <summary>A place between two keys of a <see cref="PersistentMap{TValue}"/>.</summary>
public readonly ref struct KeyBound
{
    private readonly ReadOnlySpan<char> _text;
    private readonly Side _side;

    private KeyBound(ReadOnlySpan<char> text, Side side)
    {
        _text = text;
        _side = side;
    }

    private enum Side
    {
        Before,
        After,
        AfterPrefix,
    }

    /// <summary>Just before the key, or where it would stand.</summary>
    public static KeyBound Before(ReadOnlySpan<char> key) => new(key, Side.Before);

    /// <summary>Just after the key.</summary>
    public static KeyBound After(ReadOnlySpan<char> key) => new(key, Side.After);

    /// <summary>After every key that starts with the prefix.</summary>
    public static KeyBound AfterPrefix(ReadOnlySpan<char> prefix) => new(prefix, Side.AfterPrefix);

    /// <summary>Whether the key lies before this place.</summary>
    public bool IsAfter(string key)
    {
        var order = StoreKeyComparer.CompareKeys(key, _text);
        return _side switch
        {
            Side.Before => order < 0,
            Side.After => order <= 0,
            _ => order <= 0 || key.AsSpan().StartsWith(_text, StringComparison.Ordinal),
        };
    }
}
