using System.Globalization;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>A level as one release of Kubernetes had it.</summary>
/// <param name="Level">The level.</param>
/// <param name="Minor">The release 1.MINOR; <see cref="Latest"/> for the newest.</param>
internal readonly record struct PodSecurityPolicy(PodSecurityLevel Level, int Minor)
{
    /// <summary>The newest release, whichever it is.</summary>
    public const int Latest = int.MaxValue;

    /// <summary>Nothing is checked.</summary>
    public static PodSecurityPolicy Privileged => new(PodSecurityLevel.Privileged, Latest);

    /// <summary>Reads a level.</summary>
    public static bool TryParseLevel(string text, out PodSecurityLevel level)
    {
        (var known, level) = text switch
        {
            "privileged" => (true, PodSecurityLevel.Privileged),
            "baseline" => (true, PodSecurityLevel.Baseline),
            "restricted" => (true, PodSecurityLevel.Restricted),
            _ => (false, PodSecurityLevel.Restricted),
        };
        return known;
    }

    /// <summary>Reads a version: <c>latest</c> or <c>v1.MINOR</c>.</summary>
    public static bool TryParseVersion(string text, out int minor)
    {
        minor = Latest;
        if (text == "latest")
            return true;
        var digits = text.AsSpan();
        if (!digits.StartsWith("v1.") || digits.Length > 7 || (digits.Length > 4 && digits[3] == '0'))
            return false;
        return int.TryParse(digits[3..], NumberStyles.None, CultureInfo.InvariantCulture, out minor);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var level = Level switch { PodSecurityLevel.Privileged => "privileged", PodSecurityLevel.Baseline => "baseline", _ => "restricted" };
        return Minor == Latest ? level + ":latest" : $"{level}:v1.{Minor}";
    }
}
