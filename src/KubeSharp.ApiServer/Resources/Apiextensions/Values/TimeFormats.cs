using System.Globalization;
using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Dates, times and durations.</summary>
internal static partial class TimeFormats
{
    private static readonly string[] LongUnits = ["nano", "micro", "milli", "sec", "min", "hour", "day", "week"];

    /// <summary>A day that exists: <c>2006-01-02</c>.</summary>
    public static bool IsDate(string text) =>
        text.Length == 10 && text[4] == '-' && text[7] == '-' && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>A point in time of RFC 3339.</summary>
    public static bool IsDateTime(string text)
    {
        var parts = text.ToLowerInvariant().Split('t');
        return parts.Length >= 2 && IsDate(parts[0]) && TimeOfDay().Match(parts[1]) is { Success: true } match
            && Part(1) <= 23 && Part(2) <= 59 && Part(3) <= 59;

        int Part(int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>A duration of Go, <c>1h30m</c>, or a number and the name of a unit, <c>22 ns</c>, <c>3 weeks</c>.</summary>
    public static bool IsDuration(string text)
    {
        if (GoDuration.TryParse(text, out _)) return true;
        var known = false;
        foreach (Match match in Amounts().Matches(text))
        {
            if (!long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return false;
            known |= IsUnit(match.Groups[2].Value.ToLowerInvariant());
        }

        return known;
    }

    // Of the words for a unit the longest may have an ending.
    private static bool IsUnit(string word) => word is "ns" or "us" or "µs" or "ms" or "s" or "m" or "h" or "hr" or "d" or "w" or "wk"
        || Array.Exists(LongUnits, unit => word.StartsWith(unit, StringComparison.Ordinal));

    [GeneratedRegex("^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))\\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex("([0-9]+)[ \\t\\n\\f\\r]*([A-Za-zµ]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Amounts();
}
