using System.Globalization;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// The extended lists library, version 3.
/// <see href="https://pkg.go.dev/github.com/google/cel-go/ext#Lists"/>.
/// </summary>
internal static class ListExtensionLibrary
{
    public static void Declare(Library library)
    {
        var list = ListOf(Library.T);
        library.Member("slice", "list_slice", [list, Int, Int], list, static (_, a) => Slice(Library.List(a[0]), a[1].Int, a[2].Int))
            .Member("flatten", "list_flatten", [ListOf(list)], list, static (_, a) => Flatten(Library.List(a[0]), 1), CostRule.Elements)
            .Member("flatten", "list_flatten_int", [ListOf(Dyn), Int], ListOf(Dyn), static (_, a) => Flatten(Library.List(a[0]), a[1].Int), CostRule.Elements)
            .Member("distinct", "list_distinct", [list], list, static (_, a) => Distinct(Library.List(a[0])), CostRule.Elements)
            .Member("reverse", "list_reverse", [list], list, static (_, a) => Reverse(Library.List(a[0])), CostRule.Elements)
            .Global("lists.range", "lists_range", [Int], ListOf(Int), static (_, a) => Range(a[0].Int));
        foreach (var type in new[] { Int, Uint, CelType.Double, Bool, Duration, Timestamp, CelType.String, Bytes })
        {
            library.Member("sort", $"list_{type.Name}_sort", [ListOf(type)], ListOf(type), static (_, a) => Sort(Library.List(a[0]), Library.List(a[0])), CostRule.Elements)
                .Member("@sortByAssociatedKeys", $"list_{type.Name}_sortByAssociatedKeys", [list, ListOf(type)], list, static (_, a) => Sort(Library.List(a[0]), Library.List(a[1])), CostRule.Elements);
        }
    }

    private static CelValue Slice(CelList list, long start, long end)
    {
        if (start < 0 || end < 0)
            return CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"cannot slice({start}, {end}), negative indexes not supported"));
        if (start > end)
            return CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"cannot slice({start}, {end}), start index must be less than or equal to end index"));
        if (end > list.Count)
            return CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"cannot slice({start}, {end}), list is length {list.Count}"));
        var items = new CelValue[end - start];
        for (var i = 0; i < items.Length; i++)
            items[i] = list[(int)start + i];
        return CelValue.Of(items);
    }

    private static CelValue Flatten(CelList list, long depth)
    {
        if (depth < 0)
            return CelValue.Fail("level must be non-negative");
        var items = new List<CelValue>(list.Count);
        Collect(list, depth, items);
        return CelValue.Of(items.ToArray());
    }

    private static void Collect(CelList list, long depth, List<CelValue> items)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (depth > 0 && list[i].Reference is CelList inner)
                Collect(inner, depth - 1, items);
            else
                items.Add(list[i]);
        }
    }

    private static CelValue Distinct(CelList list)
    {
        var items = new List<CelValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            var seen = false;
            for (var j = 0; j < items.Count && !seen; j++)
                seen = Equality.AreEqual(items[j], list[i]);
            if (!seen)
                items.Add(list[i]);
        }

        return CelValue.Of(items.ToArray());
    }

    private static CelValue Reverse(CelList list)
    {
        var items = list.ToArray();
        Array.Reverse(items);
        return CelValue.Of(items);
    }

    private static CelValue Range(long count)
    {
        // As much as one evaluation may cost.
        if (count > CelLimits.PerCall)
            return CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"lists.range() size {count} exceeds the limit {CelLimits.PerCall}"));
        var items = new CelValue[Math.Max(0, count)];
        for (var i = 0; i < items.Length; i++)
            items[i] = CelValue.Of((long)i);
        return CelValue.Of(items);
    }

    private static CelValue Sort(CelList list, CelList keys)
    {
        if (list.Count != keys.Count)
            return CelValue.Fail(string.Create(
                CultureInfo.InvariantCulture, $"@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got {list.Count} and {keys.Count} elements respectively"));
        var order = new int[list.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            if (keys[i].Kind != keys[0].Kind)
                return CelValue.Fail("list elements must have the same type");
            if (!Ordering.TryCompare(keys[i], keys[i], out _))
                return CelValue.Fail("list elements must be comparable");
        }

        Array.Sort(order, (a, b) => Ordering.TryCompare(keys[a], keys[b], out var sign) && sign != 0 ? sign : a.CompareTo(b));
        return CelValue.Of(Array.ConvertAll(order, i => list[i]));
    }
}
