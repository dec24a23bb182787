using System.CommandLine;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.Cli.Commands;

/// <summary>Flags that take a duration as Kubernetes writes it: <c>1h30m</c>, <c>10s</c>, <c>250ms</c>.</summary>
internal static class Durations
{
    public static Option<TimeSpan> Option(string name, string description, string defaultValue) => new(name)
    {
        Description = $"{description} (default {defaultValue})",
        DefaultValueFactory = _ => GoDuration.TryParse(defaultValue, out var duration) ? duration : throw new FormatException(defaultValue),
        CustomParser = result =>
        {
            if (GoDuration.TryParse(result.Tokens[0].Value, out var duration))
                return duration;
            result.AddError($"{name} {result.Tokens[0].Value} is not a duration; write it as 1h30m, 10s or 250ms.");
            return default;
        },
    };
}
