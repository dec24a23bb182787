using System.CommandLine;
using System.CommandLine.Parsing;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.Cli.Commands;

/// <summary>Flags that take a duration as Kubernetes writes it: <c>1h30m</c>, <c>10s</c>, <c>250ms</c>.</summary>
internal static class Durations
{
    public static Option<TimeSpan> Option(string name, string description, string defaultValue) => new(name)
    {
        Description = $"{description} (default {defaultValue})",
        DefaultValueFactory = _ => GoDuration.TryParse(defaultValue, out var duration) ? duration : throw new FormatException(defaultValue),
        CustomParser = result => Parse(result) ?? default,
    };

    /// <summary>Reads the value of a flag; notes the error and returns null if it is no duration.</summary>
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (GoDuration.TryParse(text, out var duration))
            return duration;
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} {text} is not a duration; write it as 1h30m, 10s or 250ms.");
        return null;
    }
}
