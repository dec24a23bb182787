using System.Buffers;
using System.Globalization;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiServer.Resources.Batch.CronJobs;

/// <summary>What is wrong with a schedule, in the words clients know.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax</remarks>
internal static class CronSyntax
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>The fault, or null.</summary>
    public static string? Problem(string schedule)
    {
        // The parser reads a zone, and only then is told that it may not be there.
        if ((schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal)) && schedule.IndexOf(' ') is > 0 and var space)
        {
            var zone = schedule[(schedule.IndexOf('=') + 1)..space];
            if (zone is not ("" or "Local") && !IsZone(zone)) return $"provided bad location {zone}: unknown time zone {zone}";
            schedule = schedule[space..].Trim();
        }

        if (schedule.StartsWith('@')) return Descriptor(schedule);
        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5) return $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]";
        return Field(fields[0], 0, 59, []) ?? Field(fields[1], 0, 23, []) ?? Field(fields[2], 1, 31, []) ?? Field(fields[3], 1, 12, Months) ?? Field(fields[4], 0, 6, Days);
    }

    /// <summary>Whether there is a time zone of this name, in this case.</summary>
    public static bool IsZone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && (zone.Id == name || !zone.Id.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string? Descriptor(string schedule)
    {
        if (schedule is "@yearly" or "@annually" or "@monthly" or "@weekly" or "@daily" or "@midnight" or "@hourly") return null;
        if (!schedule.StartsWith("@every ", StringComparison.Ordinal)) return "unrecognized descriptor: " + schedule;
        var duration = schedule[7..];
        return GoDuration.TryParse(duration, out _) ? null : $"failed to parse duration {schedule}: {DurationProblem(duration)}";
    }

    private static string DurationProblem(string duration)
    {
        var rest = duration.TrimStart('+', '-').AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits == 0 || rest[..(digits < 0 ? rest.Length : digits)] is ".") break;
            if (digits < 0) return $"time: missing unit in duration \"{duration}\"";
            rest = rest[digits..];
            var length = rest.IndexOfAny(Digits);
            var unit = length < 0 ? rest : rest[..length];
            if (unit is not ("ns" or "us" or "µs" or "μs" or "ms" or "s" or "m" or "h")) return $"time: unknown unit \"{unit}\" in duration \"{duration}\"";
            rest = rest[unit.Length..];
        }

        return $"time: invalid duration \"{duration}\"";
    }

    private static string? Field(string field, long low, long high, string[] names)
    {
        foreach (var part in field.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Range(part, low, high, names) is { } problem) return problem;
        }

        return null;
    }

    private static string? Range(string text, long low, long high, string[] names)
    {
        var steps = text.Split('/');
        var bounds = steps[0].Split('-');
        var (start, end) = (low, high);
        if (bounds[0] is not ("*" or "?"))
        {
            if (Number(bounds[0], names, low, out start) is { } first) return first;
            end = start;
            if (bounds.Length > 2) return "too many hyphens: " + text;
            if (bounds.Length == 2 && Number(bounds[1], names, low, out end) is { } second) return second;
        }

        var step = 1L;
        if (steps.Length > 2) return "too many slashes: " + text;
        if (steps.Length == 2)
        {
            if (Number(steps[1], [], 0, out step) is { } third) return third;
            if (bounds.Length == 1) end = high;
        }

        if (start < low) return $"beginning of range ({start}) below minimum ({low}): {text}";
        if (end > high) return $"end of range ({end}) above maximum ({high}): {text}";
        if (start > end) return $"beginning of range ({start}) beyond end of range ({end}): {text}";
        return step == 0 ? "step of range should be a positive number: " + text : null;
    }

    private static string? Number(string text, string[] names, long first, out long number)
    {
        var named = Array.IndexOf(names, text.ToLowerInvariant());
        number = first + named;
        if (named >= 0) return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
        return number < 0 ? $"negative number ({number}) not allowed: {text}" : null;
    }
}
