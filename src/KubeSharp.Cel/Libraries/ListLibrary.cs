using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Running;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// Order, sums and searches in lists.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library"/>.
/// </summary>
internal static class ListLibrary
{
    public static void Declare(Library library)
    {
        foreach (var type in new[] { Int, Uint, CelType.Double, Bool, Duration, Timestamp, CelType.String, Bytes })
        {
            var list = ListOf(type);
            var name = type.Name;
            library.Member("isSorted", $"list_{name}_is_sorted_bool", [list], Bool, IsSorted, CostRule.Elements)
                .Member("min", $"list_{name}_min_{name}", [list], type, static (_, a) => Extreme(a[0], "min", -1), CostRule.Elements)
                .Member("max", $"list_{name}_max_{name}", [list], type, static (_, a) => Extreme(a[0], "max", 1), CostRule.Elements);
        }

        Sum(library, Int, CelValue.Of(0L));
        Sum(library, Uint, CelValue.Of(0UL));
        Sum(library, CelType.Double, CelValue.Of(0.0));
        Sum(library, Duration, CelValue.Duration(0));
        library.Member("indexOf", "list_a_index_of_int", [ListOf(Library.T), Library.T], Int, static (_, a) => IndexOf(a[0], a[1]), CostRule.Elements)
            .Member("lastIndexOf", "list_a_last_index_of_int", [ListOf(Library.T), Library.T], Int, static (_, a) => LastIndexOf(a[0], a[1]), CostRule.Elements);
    }

    private static void Sum(Library library, CelType type, CelValue zero) =>
        library.Member("sum", $"list_{type.Name}_sum_{type.Name}", [ListOf(type)], type, (_, a) => Sum(Library.List(a[0]), zero), CostRule.Elements);

    private static CelValue Sum(CelList list, CelValue zero)
    {
        var sum = zero;
        for (var i = 0; i < list.Count && !sum.IsError; i++)
        {
            var item = list[i];
            sum = (sum.Kind, item.Kind) switch
            {
                (CelKind.Int, CelKind.Int) => Arithmetic.Ints('+', sum.Int, item.Int),
                (CelKind.Uint, CelKind.Uint) => Arithmetic.Uints('+', sum.Uint, item.Uint),
                (CelKind.Double, CelKind.Double) => CelValue.Of(sum.Double + item.Double),
                _ => Arithmetic.Add(sum, item),
            };
        }

        return sum;
    }

    private static CelValue IsSorted(Frame frame, ReadOnlySpan<CelValue> a)
    {
        var list = Library.List(a[0]);
        for (var i = 1; i < list.Count; i++)
        {
            if (!Ordering.TryCompare(list[i - 1], list[i], out var order))
                return CelValue.Fail("no such overload");
            if (order > 0)
                return CelValue.False;
        }

        return CelValue.True;
    }

    private static CelValue Extreme(in CelValue value, string name, int direction)
    {
        var list = Library.List(value);
        if (list.Count == 0)
            return CelValue.Fail($"{name} called on empty list");
        var best = list[0];
        for (var i = 1; i < list.Count; i++)
        {
            if (!Ordering.TryCompare(list[i], best, out var order))
                return CelValue.Fail("no such overload");
            if (Math.Sign(order) == direction)
                best = list[i];
        }

        return best;
    }

    private static CelValue IndexOf(in CelValue value, in CelValue item)
    {
        var list = Library.List(value);
        for (var i = 0; i < list.Count; i++)
        {
            if (Equality.AreEqual(list[i], item))
                return CelValue.Of((long)i);
        }

        return CelValue.Of(-1L);
    }

    private static CelValue LastIndexOf(in CelValue value, in CelValue item)
    {
        var list = Library.List(value);
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (Equality.AreEqual(list[i], item))
                return CelValue.Of((long)i);
        }

        return CelValue.Of(-1L);
    }
}
