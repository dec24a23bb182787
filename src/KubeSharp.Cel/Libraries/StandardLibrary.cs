using KubeSharp.ApiMachinery.Text;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Running;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>Sizes and searches in strings.</summary>
internal static class StandardLibrary
{
    public static void Declare(Library library)
    {
        foreach (var type in new[] { CelType.String, Bytes, ListOf(Library.T), MapOf(Library.T, Library.U) })
        {
            library.Global("size", $"size_{type.Name}", [type], Int, Size)
                .Member("size", $"{type.Name}_size", [type], Int, Size);
        }

        library.Member("contains", "contains_string", [CelType.String, CelType.String], Bool, Contains, CostRule.Search)
            .Member("startsWith", "starts_with_string", [CelType.String, CelType.String], Bool, StartsWith, CostRule.Affix)
            .Member("endsWith", "ends_with_string", [CelType.String, CelType.String], Bool, EndsWith, CostRule.Affix)
            .Member("matches", "matches_string", [CelType.String, CelType.String], Bool, Matches, CostRule.Regex)
            .Global("matches", "matches", [CelType.String, CelType.String], Bool, Matches, CostRule.Regex);
    }

    private static CelValue Size(Frame frame, ReadOnlySpan<CelValue> a) => CelValue.Of(RuntimeCost.Size(a[0]));

    private static CelValue Contains(Frame frame, ReadOnlySpan<CelValue> a) =>
        CelValue.Of(Library.Text(a[0]).Contains(Library.Text(a[1]), StringComparison.Ordinal));

    private static CelValue StartsWith(Frame frame, ReadOnlySpan<CelValue> a) =>
        CelValue.Of(Library.Text(a[0]).StartsWith(Library.Text(a[1]), StringComparison.Ordinal));

    private static CelValue EndsWith(Frame frame, ReadOnlySpan<CelValue> a) =>
        CelValue.Of(Library.Text(a[0]).EndsWith(Library.Text(a[1]), StringComparison.Ordinal));

    private static CelValue Matches(Frame frame, ReadOnlySpan<CelValue> a) =>
        GoRegex.TryCompile(Library.Text(a[1]), out var regex, out var fault) ? CelValue.Of(regex.IsMatch(Library.Text(a[0]))) : CelValue.Fail(fault);
}
