using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// What a regular expression finds.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library"/>.
/// </summary>
internal static class RegexLibrary
{
    public static void Declare(Library library) => library
        .Member("find", "string_find_string", [CelType.String, CelType.String], CelType.String, static (_, a) => Find(a[0], a[1]), CostRule.RegexFind)
        .Member("findAll", "string_find_all_string", [CelType.String, CelType.String], ListOf(CelType.String), static (_, a) => FindAll(a[0], a[1], -1), CostRule.RegexFind)
        .Member("findAll", "string_find_all_string_int", [CelType.String, CelType.String, Int], ListOf(CelType.String), static (_, a) => FindAll(a[0], a[1], a[2].Int), CostRule.RegexFind);

    private static CelValue Find(in CelValue text, in CelValue pattern) =>
        GoRegex.TryCompile(Library.Text(pattern), out var regex, out var fault) ? CelValue.Of(regex.Match(Library.Text(text)).Value) : Illegal(fault);

    private static CelValue FindAll(in CelValue text, in CelValue pattern, long limit) =>
        GoRegex.TryCompile(Library.Text(pattern), out var regex, out var fault) ? All(regex, Library.Text(text), limit) : Illegal(fault);

    /// <summary>The matches of an expression, as many as asked for; all when the limit is negative.</summary>
    internal static CelValue All(Regex regex, string text, long limit)
    {
        var found = new List<CelValue>();
        foreach (var match in regex.EnumerateMatches(text))
        {
            if (limit >= 0 && found.Count >= limit)
                break;
            found.Add(CelValue.Of(text.Substring(match.Index, match.Length)));
        }

        return CelValue.Of(found.ToArray());
    }

    private static CelValue Illegal(string fault) => CelValue.Fail($"Illegal regex: {fault}");
}
