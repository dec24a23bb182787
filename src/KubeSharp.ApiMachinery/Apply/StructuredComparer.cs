using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>
/// Compares two documents by their schema. Runs on every write: nothing is allocated for parts that are equal. An absent value differs from
/// one that is null: what a Go type always prints is never "added".
/// </summary>
internal static class StructuredComparer
{
    public static Comparison Compare(JsonObject left, JsonObject right, TypeSchema schema)
    {
        var difference = CompareMembers(left, right, schema);
        return new Comparison(difference.Added ?? FieldSet.Empty, difference.Modified ?? FieldSet.Empty, difference.Removed ?? FieldSet.Empty);
    }

    private static Difference Compare(JsonValue? left, JsonValue? right, TypeSchema type, MapType mapType)
    {
        if (ReferenceEquals(left, right)) return default;
        switch (TypeForms.Of(type, mapType, left, right))
        {
            case TypeForm.Members:
                var leftObject = left as JsonObject;
                var rightObject = right as JsonObject;
                if (left is not (null or JsonNull or JsonObject) || right is not (null or JsonNull or JsonObject)) return Leaf(left, right);
                if (leftObject is not { Count: > 0 } && rightObject is not { Count: > 0 }) return Leaf(left, right);
                return Self(left, right, CompareMembers(leftObject, rightObject, type));
            case TypeForm.Items:
                var leftList = left as JsonArray;
                var rightList = right as JsonArray;
                if (leftList is not { Count: > 0 } && rightList is not { Count: > 0 }) return Leaf(left, right);
                return Self(left, right, CompareItems(leftList ?? [], rightList ?? [], type));
            default:
                return Leaf(left, right);
        }
    }

    private static Difference Leaf(JsonValue? left, JsonValue? right) => new()
    {
        AddedHere = left is null,
        RemovedHere = left is not null && right is null,
        ModifiedHere = left is not null && right is not null && !JsonValue.DeepEquals(left, right),
    };

    private static Difference Self(JsonValue? left, JsonValue? right, Difference below)
    {
        below.AddedHere = left is null;
        below.RemovedHere = right is null;
        return below;
    }

    private static Difference CompareMembers(JsonObject? left, JsonObject? right, TypeSchema type)
    {
        var collector = default(Collector);
        for (var i = 0; i < left?.Count; i++)
        {
            var name = left.NameAt(i);
            var (memberType, mapType, _) = TypeForms.Member(type, name);
            collector.Add("f:", name, Compare(left.ValueAt(i), right?[name], memberType, mapType));
        }

        for (var i = 0; i < right?.Count; i++)
        {
            var name = right.NameAt(i);
            if (left is not null && left.Contains(name)) continue;
            var (memberType, mapType, _) = TypeForms.Member(type, name);
            collector.Add("f:", name, Compare(null, right.ValueAt(i), memberType, mapType));
        }

        return collector.Build();
    }

    private static Difference CompareItems(JsonArray left, JsonArray right, TypeSchema list)
    {
        var collector = default(Collector);
        var items = list.Items!;
        if (SameOrder(left, right, list))
        {
            for (var i = 0; i < left.Count; i++)
            {
                var difference = Compare(left[i], right[i], items, MapType.Unspecified);
                if (difference.IsSomething) collector.Add(PathElements.OfItem(right[i], list, out _), "", difference);
            }

            return collector.Build();
        }

        var leftItems = Index(left, list);
        var rightItems = Index(right, list);
        foreach (var (element, values) in leftItems)
        {
            var others = rightItems.GetValueOrDefault(element);
            collector.Add(element, "", CompareGroups(values, others, items));
        }

        foreach (var (element, values) in rightItems)
            if (!leftItems.ContainsKey(element)) collector.Add(element, "", CompareGroups(null, values, items));
        return collector.Build();
    }

    /// <summary>Compares the items that share one key; more than one on a side are compared as a whole.</summary>
    private static Difference CompareGroups(List<JsonValue>? left, List<JsonValue>? right, TypeSchema items)
    {
        if (left is not { Count: > 1 } && right is not { Count: > 1 }) return Compare(left?[0], right?[0], items, MapType.Unspecified);
        if (left is null) return new Difference { AddedHere = true };
        if (right is null) return new Difference { RemovedHere = true };
        return JsonValue.DeepEquals(new JsonArray(left), new JsonArray(right)) ? default : new Difference { ModifiedHere = true };
    }

    private static bool SameOrder(JsonArray left, JsonArray right, TypeSchema list)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (!PathElements.SameItem(left[i], right[i], list)) return false;
        // Repeated keys need the grouped comparison.
        for (var i = 1; i < left.Count; i++)
            for (var j = 0; j < i; j++)
                if (PathElements.SameItem(left[i], left[j], list)) return false;
        return true;
    }

    private static Dictionary<string, List<JsonValue>> Index(JsonArray array, TypeSchema list)
    {
        var index = new Dictionary<string, List<JsonValue>>(array.Count, StringComparer.Ordinal);
        foreach (var item in array)
        {
            var element = PathElements.OfItem(item, list, out _);
            if (index.TryGetValue(element, out var group)) group.Add(item);
            else index.Add(element, [item]);
        }

        return index;
    }

    private struct Difference
    {
        public bool AddedHere;
        public bool ModifiedHere;
        public bool RemovedHere;
        public FieldSet? Added;
        public FieldSet? Modified;
        public FieldSet? Removed;

        public readonly bool IsSomething =>
            AddedHere || ModifiedHere || RemovedHere || Added is not null || Modified is not null || Removed is not null;
    }

    private struct Collector
    {
        private FieldSetBuilder added;
        private FieldSetBuilder modified;
        private FieldSetBuilder removed;
        private bool any;

        public void Add(string prefix, string name, Difference difference)
        {
            if (!difference.IsSomething) return;
            any = true;
            var element = prefix + name;
            added.Add(element, difference.AddedHere, difference.Added);
            modified.Add(element, difference.ModifiedHere, difference.Modified);
            removed.Add(element, difference.RemovedHere, difference.Removed);
        }

        public readonly Difference Build()
        {
            if (!any) return default;
            return new Difference { Added = NullIfEmpty(added.Build()), Modified = NullIfEmpty(modified.Build()), Removed = NullIfEmpty(removed.Build()) };
        }

        private static FieldSet? NullIfEmpty(FieldSet set) => set.IsEmpty ? null : set;
    }
}
