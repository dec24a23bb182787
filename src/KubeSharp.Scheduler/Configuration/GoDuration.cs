using System.Globalization;

namespace KubeSharp.Scheduler.Configuration;

/// <summary>Durations as Kubernetes writes them: numbers with units, one after the other (1h30m, 15s, 500ms).</summary>
internal static class GoDuration
{
    /// <summary>Reads a duration; false when it is none.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
            return true;
        var rest = text.AsSpan();
        if (rest.Length == 0)
            return false;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            var unit = letters < 0 ? rest : rest[..letters];
            double? milliseconds = unit switch
            {
                "h" => 3_600_000,
                "m" => 60_000,
                "s" => 1000,
                "ms" => 1,
                "us" or "µs" => 0.001,
                _ => null,
            };
            if (milliseconds is null)
                return false;
            duration += TimeSpan.FromMilliseconds(number * milliseconds.Value);
            rest = letters < 0 ? [] : rest[letters..];
        }

        return true;
    }
}
