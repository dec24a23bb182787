using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Requests;

/// <summary>The figures of all requests with the same verb and resource.</summary>
internal sealed class RequestSeries(RequestSeriesKey key)
{
    private static readonly double[] Bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

    private readonly Lock gate = new();
    private readonly long[] buckets = new long[Bounds.Length + 1];
    private volatile CodeCount[] codes = [];
    private long micros;

    /// <summary>Counts an answer.</summary>
    public void Count(int code)
    {
        var known = codes;
        foreach (var count in known)
        {
            if (count.Code != code) continue;
            count.Increment();
            return;
        }

        lock (gate)
        {
            foreach (var count in codes)
            {
                if (count.Code != code) continue;
                count.Increment();
                return;
            }

            var first = new CodeCount(code);
            first.Increment();
            codes = [.. codes, first];
        }
    }

    /// <summary>Notes how long an answer took.</summary>
    public void Observe(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        var at = 0;
        while (at < Bounds.Length && seconds > Bounds[at]) at++;
        Interlocked.Increment(ref buckets[at]);
        Interlocked.Add(ref micros, (long)(seconds * 1e6));
    }

    /// <summary>Appends the counters.</summary>
    public void WriteTotals(StringBuilder output, string name)
    {
        foreach (var count in codes)
        {
            output.Append(CultureInfo.InvariantCulture, $"{name}{{code=\"{count.Code}\",{Labels}}} {count.Value}\n");
        }
    }

    /// <summary>Appends the histogram.</summary>
    public void WriteDurations(StringBuilder output, string name)
    {
        var sum = 0L;
        var labels = Labels;
        for (var i = 0; i < buckets.Length; i++)
        {
            sum += Interlocked.Read(ref buckets[i]);
            var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            output.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {sum}\n");
        }

        output.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {Interlocked.Read(ref micros) / 1e6}\n{name}_count{{{labels}}} {sum}\n");
    }

    private string Labels => $"group=\"{key.Group}\",resource=\"{key.Resource}\",subresource=\"{key.Subresource}\",verb=\"{key.Verb}\",version=\"{key.Version}\"";

    private sealed class CodeCount(int code)
    {
        private long value;

        public int Code => code;

        public long Value => Interlocked.Read(ref value);

        public void Increment() => Interlocked.Increment(ref value);
    }
}
