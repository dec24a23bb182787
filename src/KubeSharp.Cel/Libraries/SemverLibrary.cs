using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// Semantic versions.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library"/>.
/// </summary>
internal static class SemverLibrary
{
    public static void Declare(Library library)
    {
        var type = SemverValue.CelType;
        library.Global("semver", "string_to_semver", [CelType.String], type, static (_, a) => Parse(Library.Text(a[0]), normalize: false), CostRule.Read)
            .Global("semver", "string_bool_to_semver", [CelType.String, Bool], type, static (_, a) => Parse(Library.Text(a[0]), a[1].Bool), CostRule.Read)
            .Global("isSemver", "is_semver_string", [CelType.String], Bool, static (frame, a) => CelValue.Of(SemverValue.TryParse(Library.Text(a[0]), false, out _, out _)), CostRule.Read)
            .Global("isSemver", "is_semver_string_bool", [CelType.String, Bool], Bool, static (frame, a) => CelValue.Of(SemverValue.TryParse(Library.Text(a[0]), a[1].Bool, out _, out _)), CostRule.Read)
            .Member("major", "semver_major", [type], Int, static (_, a) => CelValue.Of((long)Of(a[0]).Major))
            .Member("minor", "semver_minor", [type], Int, static (_, a) => CelValue.Of((long)Of(a[0]).Minor))
            .Member("patch", "semver_patch", [type], Int, static (_, a) => CelValue.Of((long)Of(a[0]).Patch))
            .Member("isGreaterThan", "semver_is_greater_than", [type, type], Bool, static (_, a) => CelValue.Of(Of(a[0]).CompareTo(Of(a[1])) > 0))
            .Member("isLessThan", "semver_is_less_than", [type, type], Bool, static (_, a) => CelValue.Of(Of(a[0]).CompareTo(Of(a[1])) < 0))
            .Member("compareTo", "semver_compare_to", [type, type], Int, static (_, a) => CelValue.Of((long)Of(a[0]).CompareTo(Of(a[1]))))
            .Type("kubernetes.Semver", type);
    }

    private static CelValue Parse(string text, bool normalize) =>
        SemverValue.TryParse(text, normalize, out var version, out var fault) ? CelValue.Of(version) : CelValue.Fail(fault);

    private static SemverValue Of(in CelValue value) => (SemverValue)value.Reference!;
}
