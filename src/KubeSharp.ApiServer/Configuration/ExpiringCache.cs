using System.Collections.Concurrent;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>Remembers answers for a time. Bounded: when it is full, what has expired goes first, and then everything.</summary>
internal sealed class ExpiringCache<T>(int capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Until)> entries = new(StringComparer.Ordinal);

    /// <summary>The value, if it has not expired.</summary>
    public bool TryGet(string key, out T value)
    {
        var found = entries.TryGetValue(key, out var entry) && time.GetUtcNow() < entry.Until;
        value = found ? entry.Value : default!;
        return found;
    }

    /// <summary>Remembers a value; not at all if its time is zero.</summary>
    public void Set(string key, T value, TimeSpan life)
    {
        if (life <= TimeSpan.Zero) return;
        if (entries.Count >= capacity) MakeRoom();
        entries[key] = (value, time.GetUtcNow() + life);
    }

    private void MakeRoom()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in entries)
        {
            if (entry.Until <= now) entries.TryRemove(key, out _);
        }

        if (entries.Count >= capacity) entries.Clear();
    }
}
