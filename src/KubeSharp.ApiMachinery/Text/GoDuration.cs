using System.Buffers;
using System.Globalization;

namespace KubeSharp.ApiMachinery.Text;

/// <summary>Durations as Go writes them: <c>30s</c>, <c>1h15m</c>, <c>1.5h</c>, <c>250ms</c>, <c>0</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration, which may be negative; false when the text is none. Parts finer than 100 ns are lost.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        if (text is "0") return true;
        var negative = text.StartsWith("-");
        if (negative || text.StartsWith("+")) text = text[1..];
        if (text.IsEmpty) return false;
        var ticks = 0.0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0) return false;
            if (!double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
            text = text[digits..];
            var length = text.IndexOfAny(NumberCharacters);
            var unit = length < 0 ? text : text[..length];
            double scale = unit switch
            {
                "ns" => 0.01,
                "us" or "µs" or "μs" => 10,
                "ms" => TimeSpan.TicksPerMillisecond,
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                _ => -1,
            };
            if (scale < 0) return false;
            ticks += value * scale;
            text = text[unit.Length..];
        }

        if (ticks > long.MaxValue / 2) return false;
        duration = TimeSpan.FromTicks((long)ticks * (negative ? -1 : 1));
        return true;
    }

    /// <summary>What Go says about a text that is no duration.</summary>
    public static string Problem(string text)
    {
        var rest = text.AsSpan().TrimStart("+-");
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits == 0) break;
            if (digits < 0) return $"time: missing unit in duration {GoText.Quote(text)}";
            rest = rest[digits..];
            var length = rest.IndexOfAny(NumberCharacters);
            var unit = length < 0 ? rest : rest[..length];
            if (unit is not ("ns" or "us" or "µs" or "μs" or "ms" or "s" or "m" or "h")) return $"time: unknown unit {GoText.Quote(unit.ToString())} in duration {GoText.Quote(text)}";
            rest = rest[unit.Length..];
        }

        return $"time: invalid duration {GoText.Quote(text)}";
    }

    /// <summary>A duration as Go prints it: <c>1h30m0s</c>, <c>1.5s</c>, <c>250ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var sign = duration < TimeSpan.Zero ? "-" : "";
        var ticks = Math.Abs((decimal)duration.Ticks);
        if (ticks < TimeSpan.TicksPerSecond)
        {
            var (unit, scale) = ticks >= TimeSpan.TicksPerMillisecond ? ("ms", (decimal)TimeSpan.TicksPerMillisecond)
                : ticks >= 10 ? ("µs", 10m)
                : ("ns", 0.01m);
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{ticks / scale:0.######}{unit}");
        }

        var seconds = string.Create(CultureInfo.InvariantCulture, $"{ticks % TimeSpan.TicksPerMinute / TimeSpan.TicksPerSecond:0.#######}s");
        var minutes = (long)(ticks / TimeSpan.TicksPerMinute);
        if (minutes == 0) return sign + seconds;
        return minutes < 60 ? $"{sign}{minutes}m{seconds}" : $"{sign}{minutes / 60}h{minutes % 60}m{seconds}";
    }
}
