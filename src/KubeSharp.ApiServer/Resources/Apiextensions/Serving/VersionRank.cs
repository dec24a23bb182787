using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>
/// Orders version names: stable before beta before alpha, higher before lower, the rest last by name
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority).
/// </summary>
internal static partial class VersionRank
{
    /// <summary>A value that is greater the more a version is preferred.</summary>
    public static (int Stability, int Major, int Minor) Of(string version)
    {
        if (Known().Match(version) is not { Success: true } match) return (0, 0, 0);
        var stability = match.Groups[2].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (stability, Number(match.Groups[1].Value), Number(match.Groups[3].Value));
    }

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Known();
}
