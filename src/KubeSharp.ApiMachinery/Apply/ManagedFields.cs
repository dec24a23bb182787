using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>All entries of an object's <c>metadata.managedFields</c>, by identifier.</summary>
internal sealed class ManagedFields
{
    private readonly Dictionary<string, ManagedEntry> entries = new(StringComparer.Ordinal);

    public int Count => entries.Count;

    public IEnumerable<ManagedEntry> Entries => entries.Values;

    public ManagedEntry? this[string identifier] => entries.GetValueOrDefault(identifier);

    /// <summary>Reads the list; null when an entry is malformed.</summary>
    public static ManagedFields? Parse(JsonArray? list)
    {
        var managed = new ManagedFields();
        foreach (var item in list ?? [])
        {
            if (ManagedEntry.Parse(item) is not { } entry) return null;
            managed.entries[entry.Identifier] = entry;
        }

        return managed;
    }

    /// <summary>
    /// The entries to go on from when an object is replaced: those it brings along, unless it brings none that can be read; a list of one empty
    /// entry asks for a reset. A subresource cannot change them.
    /// </summary>
    public static ManagedFields LiveOrNew(JsonObject live, JsonObject replacement, bool subresource)
    {
        var liveList = live.FindArray("metadata", "managedFields");
        if (!subresource)
        {
            var list = replacement.FindArray("metadata", "managedFields");
            if (list is { Count: 1 } && list[0] is JsonObject { Count: 0 }) return new ManagedFields();
            if (Parse(list) is { Count: > 0 } sent) return sent;
        }

        return Parse(liveList) ?? new ManagedFields();
    }

    public void Set(ManagedEntry entry) => entries[entry.Identifier] = entry;

    public void Remove(string identifier) => entries.Remove(identifier);

    public ManagedFields Copy()
    {
        var copy = new ManagedFields();
        foreach (var (key, entry) in entries) copy.entries[key] = entry;
        return copy;
    }

    /// <summary>Whether both have the same entries, times aside.</summary>
    public bool SameFields(ManagedFields other)
    {
        if (other.Count != Count) return false;
        foreach (var (key, entry) in entries)
        {
            if (!other.entries.TryGetValue(key, out var counterpart)) return false;
            if (entry.ApiVersion != counterpart.ApiVersion || !entry.Fields.Equals(counterpart.Fields)) return false;
        }

        return true;
    }

    /// <summary>Writes the list into an object's metadata, appliers first, oldest first.</summary>
    public void WriteTo(JsonObject target)
    {
        var metadata = target.GetOrAddObject("metadata");
        if (Count == 0)
        {
            metadata.Remove("managedFields");
            return;
        }

        var sorted = entries.Values.ToArray();
        Array.Sort(sorted, Order);
        var list = new JsonArray(sorted.Length);
        foreach (var entry in sorted) list.Add(entry.ToJson());
        metadata.Set("managedFields", list);
    }

    private static int Order(ManagedEntry a, ManagedEntry b)
    {
        if (a.Applied != b.Applied) return a.Applied ? -1 : 1;
        // Times are in one spelling, so text order is time order; entries without one come first.
        var order = string.CompareOrdinal(a.Time ?? "", b.Time ?? "");
        if (order == 0) order = GoOrder.Compare(a.Manager, b.Manager);
        if (order == 0) order = GoOrder.Compare(a.ApiVersion, b.ApiVersion);
        return order != 0 ? order : GoOrder.Compare(a.Subresource, b.Subresource);
    }
}
