using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Requests;

/// <summary>How often something ended in each of a few ways, and how long it took.</summary>
/// <param name="counter">The name of the counter.</param>
/// <param name="histogram">The name of the histogram, in seconds.</param>
/// <param name="outcomes">The values of the label <c>result</c>.</param>
internal sealed class OutcomeSeries(string counter, string histogram, params string[] outcomes)
{
    // A millisecond, and fourteen times the double of it.
    private const int Bounds = 15;
    private readonly long[] buckets = new long[outcomes.Length * (Bounds + 1)];
    private readonly long[] micros = new long[outcomes.Length];

    /// <summary>Counts one.</summary>
    /// <param name="outcome">Which of the outcomes.</param>
    /// <param name="duration">How long it took.</param>
    public void Count(int outcome, TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        var at = 0;
        for (var bound = 0.001; at < Bounds && seconds > bound; bound *= 2) at++;
        Interlocked.Increment(ref buckets[Slot(outcome, at)]);
        Interlocked.Add(ref micros[outcome], (long)(seconds * 1e6));
    }

    /// <summary>Appends the text form of Prometheus; what never happened is left out.</summary>
    public void Write(StringBuilder output)
    {
        output.Append(CultureInfo.InvariantCulture, $"# HELP {counter} How often, by result.\n# TYPE {counter} counter\n");
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (Total(i) is > 0 and var total) output.Append(CultureInfo.InvariantCulture, $"{counter}{{result=\"{outcomes[i]}\"}} {total}\n");
        }

        output.Append(CultureInfo.InvariantCulture, $"# HELP {histogram} How long it took, by result.\n# TYPE {histogram} histogram\n");
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (Total(i) > 0) WriteHistogram(output, i);
        }
    }

    private void WriteHistogram(StringBuilder output, int outcome)
    {
        var (sum, bound) = (0L, 0.001);
        for (var i = 0; i <= Bounds; i++, bound *= 2)
        {
            sum += Interlocked.Read(ref buckets[Slot(outcome, i)]);
            var most = i < Bounds ? bound.ToString(CultureInfo.InvariantCulture) : "+Inf";
            output.Append(CultureInfo.InvariantCulture, $"{histogram}_bucket{{result=\"{outcomes[outcome]}\",le=\"{most}\"}} {sum}\n");
        }

        output.Append(CultureInfo.InvariantCulture, $"{histogram}_sum{{result=\"{outcomes[outcome]}\"}} {Interlocked.Read(ref micros[outcome]) / 1e6}\n");
        output.Append(CultureInfo.InvariantCulture, $"{histogram}_count{{result=\"{outcomes[outcome]}\"}} {sum}\n");
    }

    private static int Slot(int outcome, int bucket) => (outcome * (Bounds + 1)) + bucket;

    private long Total(int outcome)
    {
        var sum = 0L;
        for (var i = 0; i <= Bounds; i++) sum += Interlocked.Read(ref buckets[Slot(outcome, i)]);
        return sum;
    }
}
