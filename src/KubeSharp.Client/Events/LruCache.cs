namespace KubeSharp.Client;

/// <summary>A bounded memory that forgets what was used longest ago. Not thread-safe.</summary>
internal sealed class LruCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> order = [];

    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        if (nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            order.Remove(node);
            order.AddFirst(node);
            return node.Value.Value;
        }

        TValue value = make();
        nodes.Add(key, order.AddFirst((key, value)));
        if (nodes.Count > capacity)
        {
            nodes.Remove(order.Last!.Value.Key);
            order.RemoveLast();
        }

        return value;
    }
}
