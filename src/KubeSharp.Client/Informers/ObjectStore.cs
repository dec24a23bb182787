using KubeSharp.Models;

namespace KubeSharp.Client;

/// <summary>
/// Objects by key, with indexes over values that functions compute from them. What an informer fills; also useful by itself, to
/// give code that takes an <see cref="ILister{T}"/> something to read in a test. Thread-safe; every read is a snapshot.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class ObjectStore<T> : ILister<T>
    where T : class, IKubernetesObject
{
    private const string NamespaceIndex = "namespace";
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectKey, T> objects = [];
    private readonly Dictionary<string, Index> indexes = new(StringComparer.Ordinal)
    {
        [NamespaceIndex] = new Index(static o => [o.Metadata.Namespace ?? ""]),
    };

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (gate) return objects.Count;
        }
    }

    /// <summary>Adds an index. Objects that are there already are indexed at once; a second index of the same name is ignored.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values under which an object is found; may be none. Must depend on nothing but the object.</param>
    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        lock (gate)
        {
            if (indexes.ContainsKey(name)) return;
            var index = new Index(values);
            foreach ((ObjectKey key, T item) in objects) index.Add(key, item);
            indexes.Add(name, index);
        }
    }

    /// <inheritdoc/>
    public T? Get(string? ns, string name) => Get(new ObjectKey(ns ?? "", name));

    /// <summary>One object by key, or null.</summary>
    public T? Get(ObjectKey key)
    {
        lock (gate) return objects.GetValueOrDefault(key);
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> List(string? ns = null)
    {
        if (ns is not null) return ByIndex(NamespaceIndex, ns);
        lock (gate) return [.. objects.Values];
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> ByIndex(string index, string value)
    {
        lock (gate)
        {
            if (!indexes.TryGetValue(index, out Index? found)) throw new KeyNotFoundException($"there is no index {index}");
            if (!found.Keys.TryGetValue(value, out HashSet<ObjectKey>? keys)) return [];
            var result = new List<T>(keys.Count);
            foreach (ObjectKey key in keys) result.Add(objects[key]);
            return result;
        }
    }

    /// <summary>Every key that is there now.</summary>
    public IReadOnlyList<ObjectKey> Keys()
    {
        lock (gate) return [.. objects.Keys];
    }

    /// <summary>Adds or replaces an object; answers with the one it replaced.</summary>
    public T? Set(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ObjectKey key = ObjectKey.Of(item);
        lock (gate)
        {
            objects.TryGetValue(key, out T? old);
            if (old is not null)
                foreach (Index index in indexes.Values) index.Remove(key, old);
            objects[key] = item;
            foreach (Index index in indexes.Values) index.Add(key, item);
            return old;
        }
    }

    /// <summary>Removes an object; answers with it, or null when it was not there.</summary>
    public T? Remove(ObjectKey key)
    {
        lock (gate)
        {
            if (!objects.Remove(key, out T? old)) return null;
            foreach (Index index in indexes.Values) index.Remove(key, old);
            return old;
        }
    }

    private sealed class Index(Func<T, IEnumerable<string>> values)
    {
        public Dictionary<string, HashSet<ObjectKey>> Keys { get; } = new(StringComparer.Ordinal);

        public void Add(ObjectKey key, T item)
        {
            foreach (string value in values(item))
            {
                if (!Keys.TryGetValue(value, out HashSet<ObjectKey>? set)) Keys.Add(value, set = []);
                set.Add(key);
            }
        }

        public void Remove(ObjectKey key, T item)
        {
            foreach (string value in values(item))
                if (Keys.TryGetValue(value, out HashSet<ObjectKey>? set) && set.Remove(key) && set.Count == 0)
                    Keys.Remove(value);
        }
    }
}
