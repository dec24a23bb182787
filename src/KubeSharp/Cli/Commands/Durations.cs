using System.CommandLine;
using System.Globalization;

namespace KubeSharp.Cli.Commands;

/// <summary>Durations as Kubernetes' flags write them: <c>1h30m</c>, <c>10s</c>, <c>250ms</c>.</summary>
internal static class Durations
{
    public static Option<TimeSpan> Option(string name, string description, string defaultValue) => new(name)
    {
        Description = $"{description} (default {defaultValue})",
        DefaultValueFactory = _ => Parse(defaultValue)!.Value,
        CustomParser = result =>
        {
            if (Parse(result.Tokens[0].Value) is { } duration)
                return duration;
            result.AddError($"{name} {result.Tokens[0].Value} is not a duration; write it as 1h30m, 10s or 250ms.");
            return default;
        },
    };

    /// <summary>The duration, or null when the text is none.</summary>
    internal static TimeSpan? Parse(string text)
    {
        if (text is "0")
            return TimeSpan.Zero;
        double seconds = 0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9') is var next and >= 0 ? next : rest.Length;
            double? unit = rest[..letters] switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, "us" or "µs" => 1e-6, "ns" => 1e-9, _ => null };
            if (unit is null)
                return null;
            seconds += number * unit.Value;
            rest = rest[letters..];
        }

        return text.Length == 0 ? null : TimeSpan.FromSeconds(seconds);
    }
}
