using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Durations, counted by how long they were. Safe for concurrent use.</summary>
/// <param name="bounds">The upper bounds in seconds, ascending.</param>
internal sealed class DurationHistogram(double[] bounds)
{
    private readonly long[] counts = new long[bounds.Length + 1];
    private long ticks;

    /// <summary>How many there were.</summary>
    public long Count
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < counts.Length; i++) sum += Interlocked.Read(ref counts[i]);
            return sum;
        }
    }

    /// <summary>Counts one.</summary>
    public void Observe(TimeSpan duration)
    {
        var place = Array.BinarySearch(bounds, duration.TotalSeconds);
        Interlocked.Increment(ref counts[place < 0 ? ~place : place]);
        Interlocked.Add(ref ticks, duration.Ticks);
    }

    /// <summary>Appends the text form of Prometheus.</summary>
    public void Write(StringBuilder output, string name, string labels)
    {
        var sum = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            sum += Interlocked.Read(ref counts[i]);
            var bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            output.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {sum}\n");
        }

        output.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {TimeSpan.FromTicks(Interlocked.Read(ref ticks)).TotalSeconds}\n{name}_count{{{labels}}} {sum}\n");
    }
}
