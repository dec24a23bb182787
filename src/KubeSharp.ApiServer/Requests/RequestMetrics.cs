using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Requests;

/// <summary>Counts requests for /metrics.</summary>
internal sealed class RequestMetrics
{
    private static readonly double[] Bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

    private readonly ConcurrentDictionary<(string Verb, string Group, string Version, string Resource, string Subresource, int Code), Counter> totals = new();
    private readonly ConcurrentDictionary<(string Verb, string Group, string Version, string Resource, string Subresource), Histogram> durations = new();
    private long reading;
    private long writing;
    private long longRunning;

    public void Begin(bool isLongRunning, bool isReadOnly) => Interlocked.Increment(ref Slot(isLongRunning, isReadOnly));

    public void End(bool isLongRunning, bool isReadOnly) => Interlocked.Decrement(ref Slot(isLongRunning, isReadOnly));

    public void Observe(RequestInfo info, int code, TimeSpan duration, bool isLongRunning)
    {
        var verb = info.IsResourceRequest ? info.Verb.ToUpperInvariant() : info.Verb.ToUpperInvariant();
        totals.GetOrAdd((verb, info.ApiGroup, info.ApiVersion, info.Resource, info.Subresource, code), static _ => new Counter()).Increment();
        if (!isLongRunning) durations.GetOrAdd((verb, info.ApiGroup, info.ApiVersion, info.Resource, info.Subresource), static _ => new Histogram()).Observe(duration.TotalSeconds);
    }

    /// <summary>Appends the text form of Prometheus.</summary>
    public void Write(StringBuilder output)
    {
        output.Append("# HELP apiserver_request_total Requests answered, by verb, resource and HTTP status.\n# TYPE apiserver_request_total counter\n");
        foreach (var (key, counter) in totals)
        {
            output.Append(CultureInfo.InvariantCulture, $"apiserver_request_total{{code=\"{key.Code}\",{Labels(key.Verb, key.Group, key.Version, key.Resource, key.Subresource)}}} {counter.Value}\n");
        }

        output.Append("# HELP apiserver_request_duration_seconds Time to answer, watches and streams left out.\n# TYPE apiserver_request_duration_seconds histogram\n");
        foreach (var (key, histogram) in durations)
        {
            histogram.Write(output, "apiserver_request_duration_seconds", Labels(key.Verb, key.Group, key.Version, key.Resource, key.Subresource));
        }

        output.Append("# HELP apiserver_current_inflight_requests Requests being worked on.\n# TYPE apiserver_current_inflight_requests gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_current_inflight_requests{{request_kind=\"readOnly\"}} {Interlocked.Read(ref reading)}\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_current_inflight_requests{{request_kind=\"mutating\"}} {Interlocked.Read(ref writing)}\n");
        output.Append("# HELP apiserver_longrunning_requests Watches and streams that are open.\n# TYPE apiserver_longrunning_requests gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_longrunning_requests {Interlocked.Read(ref longRunning)}\n");
    }

    private static string Labels(string verb, string group, string version, string resource, string subresource) =>
        $"group=\"{group}\",resource=\"{resource}\",subresource=\"{subresource}\",verb=\"{verb}\",version=\"{version}\"";

    private ref long Slot(bool isLongRunning, bool isReadOnly)
    {
        if (isLongRunning) return ref longRunning;
        return ref isReadOnly ? ref reading : ref writing;
    }

    private sealed class Counter
    {
        private long value;

        public long Value => Interlocked.Read(ref value);

        public void Increment() => Interlocked.Increment(ref value);
    }

    private sealed class Histogram
    {
        private readonly long[] buckets = new long[Bounds.Length + 1];
        private long micros;

        public void Observe(double seconds)
        {
            var at = Array.FindIndex(Bounds, bound => seconds <= bound);
            Interlocked.Increment(ref buckets[at < 0 ? Bounds.Length : at]);
            Interlocked.Add(ref micros, (long)(seconds * 1e6));
        }

        public void Write(StringBuilder output, string name, string labels)
        {
            var sum = 0L;
            for (var i = 0; i < buckets.Length; i++)
            {
                sum += Interlocked.Read(ref buckets[i]);
                var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                output.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {sum}\n");
            }

            output.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {Interlocked.Read(ref micros) / 1e6}\n{name}_count{{{labels}}} {sum}\n");
        }
    }
}
