using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>A semantic version. Build metadata takes no part in the order. <see href="https://semver.org/"/>.</summary>
internal sealed record SemverValue(ulong Major, ulong Minor, ulong Patch, string Prerelease, string Build) : ICelOpaque, IComparable<SemverValue>
{
    public static readonly CelType CelType = CelType.Opaque("kubernetes.Semver");

    public CelType Type => CelType;

    /// <summary>Reads a version; <paramref name="normalize"/> adds missing numbers and drops a leading "v" and leading zeros.</summary>
    public static bool TryParse(string text, bool normalize, [NotNullWhen(true)] out SemverValue? version, out string fault)
    {
        version = null;
        if (text.Length == 0)
        {
            fault = "Version string empty";
            return false;
        }

        var rest = normalize && text[0] == 'v' ? text[1..] : text;
        var plus = rest.IndexOf('+', StringComparison.Ordinal);
        var build = plus < 0 ? "" : rest[(plus + 1)..];
        rest = plus < 0 ? rest : rest[..plus];
        var dash = rest.IndexOf('-', StringComparison.Ordinal);
        var prerelease = dash < 0 ? "" : rest[(dash + 1)..];
        rest = dash < 0 ? rest : rest[..dash];
        var parts = rest.Split('.');
        if (normalize && parts.Length < 3 && plus < 0 && dash < 0)
            parts = [.. parts, .. Enumerable.Repeat("0", 3 - parts.Length)];
        if (parts.Length != 3)
        {
            fault = "No Major.Minor.Patch elements found";
            return false;
        }

        Span<ulong> numbers = stackalloc ulong[3];
        string[] names = ["major", "minor", "patch"];
        for (var i = 0; i < 3; i++)
        {
            var part = normalize && parts[i].Length > 1 ? parts[i].TrimStart('0').PadLeft(1, '0') : parts[i];
            if (part.Length > 1 && part[0] == '0')
            {
                fault = $"{char.ToUpperInvariant(names[i][0])}{names[i][1..]} number must not contain leading zeroes \"{part}\"";
                return false;
            }

            if (!ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                fault = $"Invalid character(s) found in {names[i]} number \"{part}\"";
                return false;
            }
        }

        fault = "";
        if (dash >= 0 && !AreIdentifiers(prerelease, "PreRelease", noZeros: true, out fault))
            return false;
        if (plus >= 0 && !AreIdentifiers(build, "Build meta data", noZeros: false, out fault))
            return false;
        version = new SemverValue(numbers[0], numbers[1], numbers[2], prerelease, build);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(SemverValue? other)
    {
        if (other is null)
            return 1;
        var order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        order = order != 0 ? order : Patch.CompareTo(other.Patch);
        return order != 0 ? order : ComparePrerelease(Prerelease, other.Prerelease);
    }

    private static bool AreIdentifiers(string text, string what, bool noZeros, out string fault)
    {
        foreach (var part in text.Split('.'))
        {
            fault = part.Length == 0 ? $"{what} is empty"
                : part.AsSpan().IndexOfAnyExcept(Identifier) >= 0 ? $"Invalid character(s) found in prerelease \"{part}\""
                : noZeros && part.Length > 1 && part[0] == '0' && part.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
                    ? $"Numeric PreRelease version must not contain leading zeroes \"{part}\""
                    : "";
            if (fault.Length > 0)
                return false;
        }

        fault = "";
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> Identifier =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

    private static int ComparePrerelease(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return b.Length.CompareTo(a.Length) is var order && a.Length == b.Length ? 0 : Math.Sign(order);
        var left = a.Split('.');
        var right = b.Split('.');
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var leftIsNumber = ulong.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var x);
            var rightIsNumber = ulong.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var y);
            var order = (leftIsNumber, rightIsNumber) switch
            {
                (true, true) => x.CompareTo(y),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0)
                return Math.Sign(order);
        }

        return left.Length.CompareTo(right.Length);
    }
}
