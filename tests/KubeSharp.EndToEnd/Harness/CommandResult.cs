namespace KubeSharp.EndToEnd.Harness;

/// <summary>What a command printed and how it ended.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>The output, when the command succeeded; else a failure that shows all it said.</summary>
    public string Succeeded() => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}\n{Output}\n{Error}");

    /// <summary>What was written to standard error, when the command failed as it should.</summary>
    public string Failed() => ExitCode != 0
        ? Error
        : throw new InvalidOperationException($"'{Command}' succeeded and should not have\n{Output}\n{Error}");
}
