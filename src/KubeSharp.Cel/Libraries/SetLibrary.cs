using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>Lists as sets.</summary>
internal static class SetLibrary
{
    public static void Declare(Library library)
    {
        var list = ListOf(Library.T);
        library.Global("sets.contains", "list_sets_contains_list", [list, list], Bool, static (_, a) => CelValue.Of(Contains(Library.List(a[0]), Library.List(a[1]))), CostRule.Product)
            .Global("sets.intersects", "list_sets_intersects_list", [list, list], Bool, static (_, a) => CelValue.Of(Intersects(Library.List(a[0]), Library.List(a[1]))), CostRule.Product)
            .Global("sets.equivalent", "list_sets_equivalent_list", [list, list], Bool, static (_, a) =>
                CelValue.Of(Contains(Library.List(a[0]), Library.List(a[1])) && Contains(Library.List(a[1]), Library.List(a[0]))), CostRule.DoubleProduct);
    }

    private static bool Contains(CelList outer, CelList inner)
    {
        for (var i = 0; i < inner.Count; i++)
        {
            if (!outer.Contains(inner[i]))
                return false;
        }

        return true;
    }

    private static bool Intersects(CelList a, CelList b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (b.Contains(a[i]))
                return true;
        }

        return false;
    }
}
