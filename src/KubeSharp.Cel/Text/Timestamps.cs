using System.Globalization;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Text;

/// <summary>Moments between the years 1 and 9999, to the nanosecond, as RFC 3339 writes them.</summary>
internal static class Timestamps
{
    public const long MinSeconds = -62135596800;
    public const long MaxSeconds = 253402300799;

    public static bool TryParse(string text, out CelValue value)
    {
        value = default;
        // 2006-01-02T15:04:05[.fraction](Z|±hh:mm)
        if (text.Length < 20 || text[10] is not ('T' or 't') || !DateTime.TryParseExact(
                text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ||
            !TimeOnly.TryParseExact(text.AsSpan(11, 8), "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        var at = 19;
        var nanoseconds = 0;
        if (text[at] == '.')
        {
            var digits = 0;
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            {
                if (digits++ < 9)
                    nanoseconds = (nanoseconds * 10) + (text[at] - '0');
            }

            if (digits == 0)
                return false;
            for (; digits < 9; digits++)
                nanoseconds *= 10;
        }

        if (!TryOffset(text.AsSpan(at), out var offset))
            return false;
        var seconds = ((date.Ticks + time.Ticks) / TimeSpan.TicksPerSecond) + MinSeconds - offset;
        if (seconds is < MinSeconds or > MaxSeconds)
            return false;
        value = CelValue.Timestamp(seconds, nanoseconds);
        return true;
    }

    public static string Format(in CelValue timestamp)
    {
        var text = ToUtc(timestamp).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        if (timestamp.Extra != 0)
            text += "." + timestamp.Extra.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return text + "Z";
    }

    /// <summary>The moment without what is finer than a second.</summary>
    public static DateTime ToUtc(in CelValue timestamp) =>
        new((timestamp.Int - MinSeconds) * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    /// <summary>A moment some nanoseconds later, or an error when that is out of range.</summary>
    public static CelValue Add(in CelValue timestamp, Int128 nanoseconds)
    {
        var total = ((Int128)timestamp.Int * 1_000_000_000) + timestamp.Extra + nanoseconds;
        var seconds = total / 1_000_000_000;
        var rest = (int)(total - (seconds * 1_000_000_000));
        if (rest < 0)
        {
            rest += 1_000_000_000;
            seconds--;
        }

        return seconds < MinSeconds || seconds > MaxSeconds ? CelValue.Fail("timestamp overflow") : CelValue.Timestamp((long)seconds, rest);
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text is "Z" or "z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' ||
            !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ||
            !int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || hours > 24 || minutes > 60)
            return false;
        seconds = ((hours * 60) + minutes) * 60 * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
