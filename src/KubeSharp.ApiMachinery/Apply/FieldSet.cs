using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>
/// A set of paths into an object: the fields that a manager owns. A path is a chain of elements in the spelling of FieldsV1
/// (<c>f:name</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c>, <c>i:0</c>), so that sets are read and written without translation. Immutable;
/// operations share what they do not change.
/// </summary>
public sealed class FieldSet : IEquatable<FieldSet>
{
    private readonly FieldSetEntry[] entries;

    internal FieldSet(FieldSetEntry[] sorted) => entries = sorted;

    /// <summary>The empty set.</summary>
    public static FieldSet Empty { get; } = new([]);

    /// <summary>Whether there are no paths.</summary>
    public bool IsEmpty => entries.Length == 0;

    internal ReadOnlySpan<FieldSetEntry> Entries => entries;

    /// <summary>Reads FieldsV1. Null when it is malformed.</summary>
    public static FieldSet? Parse(JsonObject? json)
    {
        if (json is null) return Empty;
        var builder = new FieldSetBuilder(json.Count);
        foreach (var (name, value) in json)
        {
            if (name == ".") continue;
            var element = PathElements.Canonical(name);
            if (element is null || value is not JsonObject below) return null;
            var children = Parse(below);
            if (children is null) return null;
            builder.Add(element, children.IsEmpty || below.Contains("."), children);
        }

        return builder.Build();
    }

    /// <summary>A set of paths of plain field names, each path written with dots.</summary>
    public static FieldSet OfFields(params ReadOnlySpan<string> dottedPaths)
    {
        var set = Empty;
        foreach (var path in dottedPaths)
        {
            FieldSet? below = null;
            var names = path.Split('.');
            for (var i = names.Length - 1; i >= 0; i--)
                below = new FieldSet([new FieldSetEntry("f:" + names[i], i == names.Length - 1, below ?? Empty)]);
            set = set.Union(below!);
        }

        return set;
    }

    /// <summary>The set as FieldsV1.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject(entries.Length);
        foreach (var entry in entries) json.Append(entry.Element, entry.ToJson());
        return json;
    }

    /// <summary>Paths in either set.</summary>
    public FieldSet Union(FieldSet other)
    {
        if (IsEmpty) return other;
        if (other.IsEmpty || ReferenceEquals(this, other)) return this;
        var merged = new List<FieldSetEntry>(entries.Length + other.entries.Length);
        int i = 0, j = 0;
        while (i < entries.Length && j < other.entries.Length)
        {
            var order = string.CompareOrdinal(entries[i].Element, other.entries[j].Element);
            if (order < 0) merged.Add(entries[i++]);
            else if (order > 0) merged.Add(other.entries[j++]);
            else
            {
                var (a, b) = (entries[i++], other.entries[j++]);
                merged.Add(new FieldSetEntry(a.Element, a.IsMember || b.IsMember, a.Children.Union(b.Children)));
            }
        }

        while (i < entries.Length) merged.Add(entries[i++]);
        while (j < other.entries.Length) merged.Add(other.entries[j++]);
        return new FieldSet([.. merged]);
    }

    /// <summary>Paths in both sets.</summary>
    public FieldSet Intersection(FieldSet other)
    {
        if (IsEmpty || other.IsEmpty) return Empty;
        var result = new List<FieldSetEntry>();
        int i = 0, j = 0;
        while (i < entries.Length && j < other.entries.Length)
        {
            var order = string.CompareOrdinal(entries[i].Element, other.entries[j].Element);
            if (order < 0) i++;
            else if (order > 0) j++;
            else
            {
                var (a, b) = (entries[i++], other.entries[j++]);
                Keep(result, a.Element, a.IsMember && b.IsMember, a.Children.Intersection(b.Children));
            }
        }

        return Make(result);
    }

    /// <summary>Paths of this set that are not in the other.</summary>
    public FieldSet Difference(FieldSet other) => Subtract(other, recursive: false);

    /// <summary>Paths of this set that are neither in the other nor below one that is.</summary>
    public FieldSet RecursiveDifference(FieldSet other) => Subtract(other, recursive: true);

    /// <summary>Whether the path of this one element is in the set.</summary>
    public bool Has(string element) => Find(element) is { IsMember: true };

    /// <summary>The paths below an element, without it.</summary>
    public FieldSet Below(string element) => Find(element)?.Children ?? Empty;

    /// <summary>All paths, in order.</summary>
    public IEnumerable<string[]> Paths() => Paths([]);

    /// <inheritdoc/>
    public bool Equals(FieldSet? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other.entries.Length != entries.Length) return false;
        for (var i = 0; i < entries.Length; i++)
        {
            var (a, b) = (entries[i], other.entries[i]);
            if (a.Element != b.Element || a.IsMember != b.IsMember || !a.Children.Equals(b.Children)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var entry in entries) hash.Add(entry.Element, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The set as FieldsV1 text.</summary>
    public override string ToString() => ToJson().ToString();

    private IEnumerable<string[]> Paths(string[] prefix)
    {
        foreach (var entry in entries)
        {
            string[] path = [.. prefix, entry.Element];
            if (entry.IsMember) yield return path;
            foreach (var below in entry.Children.Paths(path)) yield return below;
        }
    }

    private static void Keep(List<FieldSetEntry> result, string element, bool isMember, FieldSet children)
    {
        if (isMember || !children.IsEmpty) result.Add(new FieldSetEntry(element, isMember, children));
    }

    private static FieldSet Make(List<FieldSetEntry> result) => result.Count == 0 ? Empty : new FieldSet([.. result]);

    private FieldSet Subtract(FieldSet other, bool recursive)
    {
        if (IsEmpty || other.IsEmpty) return this;
        var result = new List<FieldSetEntry>(entries.Length);
        var j = 0;
        foreach (var entry in entries)
        {
            while (j < other.entries.Length && string.CompareOrdinal(other.entries[j].Element, entry.Element) < 0) j++;
            if (j == other.entries.Length || other.entries[j].Element != entry.Element)
            {
                result.Add(entry);
                continue;
            }

            var doomed = other.entries[j];
            if (recursive && doomed.IsMember) continue;
            Keep(result, entry.Element, entry.IsMember && !doomed.IsMember, entry.Children.Subtract(doomed.Children, recursive));
        }

        return Make(result);
    }

    private FieldSetEntry? Find(string element)
    {
        int low = 0, high = entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(entries[middle].Element, element);
            if (order == 0) return entries[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }
}
