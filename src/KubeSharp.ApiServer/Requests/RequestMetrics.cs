using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Requests;

/// <summary>Counts requests for /metrics.</summary>
internal sealed class RequestMetrics : Endpoints.IMetricsSource
{
    // Paths can name anything: from so many series on, what is new is counted together.
    private const int MostSeries = 4096;

    private readonly ConcurrentDictionary<RequestSeriesKey, RequestSeries> known = new();
    private readonly RequestSeries others = new(new RequestSeriesKey("OTHER", "", "", "", ""));
    private long reading;
    private long writing;
    private readonly ConcurrentDictionary<RequestSeriesKey, OpenCount> open = new();

    /// <summary>What authentication and authorization came to.</summary>
    public AccessMetrics Access { get; } = new();

    public void Begin(RequestInfo info, bool isLongRunning, bool isReadOnly)
    {
        if (isLongRunning) Open(info).Add(1);
        else Interlocked.Increment(ref Slot(isReadOnly));
    }

    public void End(RequestInfo info, bool isLongRunning, bool isReadOnly)
    {
        if (isLongRunning) Open(info).Add(-1);
        else Interlocked.Decrement(ref Slot(isReadOnly));
    }

    public void Observe(RequestInfo info, int code, TimeSpan duration, bool isLongRunning)
    {
        var series = info.Series ??= Find(info);
        series.Count(code);
        if (!isLongRunning) series.Observe(duration);
    }

    /// <summary>Appends the text form of Prometheus.</summary>
    public void Write(StringBuilder output)
    {
        Access.Write(output);
        output.Append("# HELP apiserver_request_total Requests answered, by verb, resource and HTTP status.\n# TYPE apiserver_request_total counter\n");
        foreach (var series in known.Values) series.WriteTotals(output, "apiserver_request_total");
        others.WriteTotals(output, "apiserver_request_total");
        output.Append("# HELP apiserver_request_duration_seconds Time to answer, watches and streams left out.\n# TYPE apiserver_request_duration_seconds histogram\n");
        foreach (var series in known.Values) series.WriteDurations(output, "apiserver_request_duration_seconds");
        output.Append("# HELP apiserver_current_inflight_requests Requests being worked on.\n# TYPE apiserver_current_inflight_requests gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_current_inflight_requests{{request_kind=\"readOnly\"}} {Interlocked.Read(ref reading)}\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_current_inflight_requests{{request_kind=\"mutating\"}} {Interlocked.Read(ref writing)}\n");
        output.Append("# HELP apiserver_longrunning_requests Watches and streams that are open.\n# TYPE apiserver_longrunning_requests gauge\n");
        foreach (var (key, count) in open)
        {
            if (count.Value > 0)
                output.Append(CultureInfo.InvariantCulture, $"apiserver_longrunning_requests{{component=\"apiserver\",group=\"{key.Group}\",resource=\"{key.Resource}\",subresource=\"{key.Subresource}\",verb=\"{key.Verb}\",version=\"{key.Version}\"}} {count.Value}\n");
        }
    }

    private RequestSeries Find(RequestInfo info)
    {
        var key = new RequestSeriesKey(info.Verb.ToUpperInvariant(), info.ApiGroup, info.ApiVersion, info.Resource, info.Subresource);
        if (known.TryGetValue(key, out var series)) return series;
        return known.Count >= MostSeries ? others : known.GetOrAdd(key, static key => new RequestSeries(key));
    }

    private ref long Slot(bool isReadOnly) => ref isReadOnly ? ref reading : ref writing;

    private OpenCount Open(RequestInfo info) => open.GetOrAdd(
        new RequestSeriesKey(info.Verb.ToUpperInvariant(), info.ApiGroup, info.ApiVersion, info.Resource, info.Subresource), static _ => new OpenCount());

    private sealed class OpenCount
    {
        private long value;

        public long Value => Interlocked.Read(ref value);

        public void Add(int change) => Interlocked.Add(ref value, change);
    }
}
