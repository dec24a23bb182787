using System.Globalization;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>Indexes in the short form <c>1,3-5,7</c>.</summary>
internal static class SucceededIndexes
{
    /// <summary>Counts the indexes. Answers what is wrong, or null.</summary>
    /// <param name="text">The short form.</param>
    /// <param name="completions">How many indexes there are.</param>
    /// <param name="count">How many are named.</param>
    public static string? Parse(string text, long completions, out long count)
    {
        count = 0;
        if (text.Length == 0) return null;
        long? last = null;
        foreach (var interval in text.Split(','))
        {
            var parts = interval.Split('-');
            if (parts.Length > 2) return $"the fragment \"{interval}\" violates the requirement that an index interval can have at most two parts separated by '-'";
            if (!Number(parts[0], out var from)) return Unreadable(parts[0]);
            if (from >= completions) return $"too large index: \"{parts[0]}\"";
            var to = from;
            if (parts.Length == 2)
            {
                if (!Number(parts[1], out to)) return Unreadable(parts[1]);
                if (to >= completions) return $"too large index: \"{parts[1]}\"";
                if (from >= to) return $"non-increasing order, previous: {from}, current: {to}";
            }

            if (last >= from) return $"non-increasing order, previous: {last}, current: {from}";
            count += to - from + 1;
            last = to;
        }

        return null;
    }

    /// <summary>The first index that is in both lists. Fragments that cannot be read are passed over.</summary>
    public static long? Overlap(string completed, string failed, long completions)
    {
        var (done, lost) = (completed.Split(','), failed.Split(','));
        for (var (i, j) = (0, 0); i < done.Length && j < lost.Length;)
        {
            if (Interval(done[i], completions) is not var (start, end)) i++;
            else if (Interval(lost[j], completions) is not var (from, to)) j++;
            else if (start <= to && from <= end) return Math.Max(start, from);
            else if (start <= from) i++;
            else j++;
        }

        return null;
    }

    private static (long From, long To)? Interval(string text, long completions)
    {
        var parts = text.Split('-');
        if (parts.Length > 2 || !Number(parts[0], out var from) || !Number(parts[^1], out var to) || to >= completions || from >= completions) return null;
        return parts.Length == 2 && from >= to ? null : (from, to);
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Unreadable(string text) => $"cannot convert string to integer for index: \"{text}\"";
}
