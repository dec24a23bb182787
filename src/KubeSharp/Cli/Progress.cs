using System.Diagnostics;

namespace KubeSharp.Cli;

/// <summary>Tells a person what a long command is doing: one line a step with the seconds since the start.</summary>
internal sealed class Progress(TextWriter output)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly HashSet<string> _said = [];

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Prints <paramref name="step"/> unless it was printed before.</summary>
    public void Report(string step)
    {
        if (!_said.Add(step))
            return;
        output.WriteLine($"[{Elapsed.TotalSeconds,5:0.0}s] {step}");
    }
}
