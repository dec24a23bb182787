using System.Diagnostics;

namespace KubeSharp.Cli;

/// <summary>Tells a person what a long command is doing: one line a step with the seconds since the start.</summary>
internal sealed class Progress(TextWriter output)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private string? _last;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Prints <paramref name="step"/> unless it is the one printed last.</summary>
    public void Report(string step)
    {
        if (step == _last)
            return;
        _last = step;
        output.WriteLine($"[{Elapsed.TotalSeconds,5:0.0}s] {step}");
    }
}
