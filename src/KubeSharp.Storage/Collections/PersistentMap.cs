using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.Storage.Collections;

/// <summary>
/// An immutable map ordered by key (see <see cref="StoreKeyComparer"/>), a B+ tree whose nodes versions share: a version costs the few nodes on the path
/// to what changed, and a reader keeps the version it has, however the next ones differ.
/// </summary>
/// <typeparam name="TValue">What a key maps to.</typeparam>
/// <remarks>Finding, setting and removing take O(log n), counting a range too. Safe for any number of readers; versions are published by the caller.</remarks>
public sealed partial class PersistentMap<TValue>
{
    private readonly Node _root;

    private PersistentMap(Node root) => _root = root;

    /// <summary>The map without keys.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "As ImmutableList<T>.Empty.")]
    public static PersistentMap<TValue> Empty { get; } = new(new Leaf(null));

    /// <summary>How many keys there are.</summary>
    public int Count => _root.Count;

    /// <summary>Finds a key's value.</summary>
    public bool TryGetValue(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value)
    {
        var node = _root;
        while (node is Branch branch)
            node = branch.Children[branch.ChildFor(key)];
        var leaf = (Leaf)node;
        var index = leaf.Find(key);
        value = index >= 0 ? leaf.Values[index] : default;
        return index >= 0;
    }

    /// <summary>How many keys lie before a place.</summary>
    public int CountBefore(KeyBound bound)
    {
        var count = 0;
        var node = _root;
        while (node is Branch branch)
        {
            var child = branch.ChildFor(bound);
            for (var i = 0; i < child; i++)
                count += branch.Children[i].Count;
            node = branch.Children[child];
        }

        return count + ((Leaf)node).CountBefore(bound);
    }

    /// <summary>How many keys start with a prefix.</summary>
    public int CountPrefix(ReadOnlySpan<char> prefix) => CountBefore(KeyBound.AfterPrefix(prefix)) - CountBefore(KeyBound.Before(prefix));

    /// <summary>A cursor that stands before the first key after the place.</summary>
    public Cursor SeekTo(KeyBound bound) => new(_root, bound);

    /// <summary>This map with a key set.</summary>
    public PersistentMap<TValue> Set(string key, TValue value)
    {
        var builder = ToBuilder();
        builder.Set(key, value);
        return builder.ToMap();
    }

    /// <summary>This map without a key.</summary>
    public PersistentMap<TValue> Remove(string key)
    {
        var builder = ToBuilder();
        return builder.Remove(key) ? builder.ToMap() : this;
    }

    /// <summary>Starts several changes that share their copies.</summary>
    public Builder ToBuilder() => new(_root);
}
