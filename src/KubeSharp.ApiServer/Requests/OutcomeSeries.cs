using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Endpoints;

namespace KubeSharp.ApiServer.Requests;

/// <summary>How often something ended in each of a few ways, and how long it took.</summary>
/// <param name="counter">The name of the counter.</param>
/// <param name="histogram">The name of the histogram, in seconds.</param>
/// <param name="outcomes">The values of the label <c>result</c>.</param>
internal sealed class OutcomeSeries(string counter, string histogram, params string[] outcomes)
{
    // A millisecond, and fourteen times the double of it.
    private static readonly double[] Bounds = [.. Enumerable.Range(0, 15).Select(i => 0.001 * (1 << i))];
    private readonly DurationHistogram[] durations = [.. outcomes.Select(_ => new DurationHistogram(Bounds))];

    /// <summary>Counts one.</summary>
    /// <param name="outcome">Which of the outcomes.</param>
    /// <param name="duration">How long it took.</param>
    public void Count(int outcome, TimeSpan duration) => durations[outcome].Observe(duration);

    /// <summary>Appends the text form of Prometheus; what never happened is left out.</summary>
    public void Write(StringBuilder output)
    {
        output.Append(CultureInfo.InvariantCulture, $"# HELP {counter} How often, by result.\n# TYPE {counter} counter\n");
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (durations[i].Count is > 0 and var count) output.Append(CultureInfo.InvariantCulture, $"{counter}{{result=\"{outcomes[i]}\"}} {count}\n");
        }

        output.Append(CultureInfo.InvariantCulture, $"# HELP {histogram} How long it took, by result.\n# TYPE {histogram} histogram\n");
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (durations[i].Count > 0) durations[i].Write(output, histogram, $"result=\"{outcomes[i]}\"");
        }
    }
}
