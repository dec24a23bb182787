using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.FlowControl;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Figures of API Priority and Fairness.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#metrics</remarks>
internal sealed class FlowControlMetrics(FlowController flow) : IMetricsSource
{
    private static readonly (RejectReason Reason, string Name)[] Reasons =
        [(RejectReason.QueueFull, "queue-full"), (RejectReason.ConcurrencyLimit, "concurrency-limit"), (RejectReason.TimeOut, "time-out"), (RejectReason.Cancelled, "cancelled")];

    public void Write(StringBuilder output)
    {
        var counters = flow.Counters;
        Head(output, "rejected_requests_total", "counter", "[STABLE] Requests that were refused.");
        foreach (var (schema, level, counter) in counters)
        {
            foreach (var (reason, name) in Reasons)
            {
                if (counter.Rejected(reason) is > 0 and var count) Line(output, "rejected_requests_total", $"{Labels(schema, level)},reason=\"{name}\"", count);
            }
        }

        Head(output, "dispatched_requests_total", "counter", "[STABLE] Requests that were let in.");
        foreach (var (schema, level, counter) in counters) Line(output, "dispatched_requests_total", Labels(schema, level), counter.Dispatched);
        Head(output, "request_wait_duration_seconds", "histogram", "[STABLE] How long requests waited in a queue.");
        foreach (var (schema, level, counter) in counters) Waits(output, schema, level, counter);
        Levels(output, "current_inqueue_requests", "[STABLE] Requests that wait.", level => level.Waiting);
        Levels(output, "current_executing_requests", "[STABLE] Requests that are worked on.", level => level.Executing);
        Levels(output, "current_executing_seats", "[STABLE] Seats that are taken.", level => level.SeatsTaken);
        Levels(output, "nominal_limit_seats", "[STABLE] The share of a level.", level => level.Limits.Nominal);
        Levels(output, "lower_limit_seats", "What a level keeps when it lends.", level => level.Limits.Least);
        Levels(output, "upper_limit_seats", "What a level may reach by borrowing.", level => level.Limits.Most);
        Levels(output, "current_limit_seats", "What a level has now.", level => level.Limit);
    }

    private void Levels(StringBuilder output, string name, string help, Func<PriorityLevel, int> value)
    {
        Head(output, name, "gauge", help);
        foreach (var level in flow.AllLevels) Line(output, name, $"priority_level=\"{level.Spec.Name}\"", value(level));
    }

    private static void Waits(StringBuilder output, string schema, string level, FlowCounters counter)
    {
        var labels = Labels(schema, level);
        var sum = 0L;
        for (var i = 0; i < counter.Waits.Count; i++)
        {
            sum += counter.Waits[i];
            var bound = i < FlowCounters.WaitBounds.Count ? FlowCounters.WaitBounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(output, "request_wait_duration_seconds_bucket", $"{labels},le=\"{bound}\"", sum);
        }

        output.Append(CultureInfo.InvariantCulture, $"apiserver_flowcontrol_request_wait_duration_seconds_sum{{{labels}}} {counter.Waited.TotalSeconds}\n");
        Line(output, "request_wait_duration_seconds_count", labels, sum);
    }

    private static string Labels(string schema, string level) => $"flow_schema=\"{schema}\",priority_level=\"{level}\"";

    private static void Head(StringBuilder output, string name, string type, string help) =>
        output.Append(CultureInfo.InvariantCulture, $"# HELP apiserver_flowcontrol_{name} {help}\n# TYPE apiserver_flowcontrol_{name} {type}\n");

    private static void Line(StringBuilder output, string name, string labels, long value) =>
        output.Append(CultureInfo.InvariantCulture, $"apiserver_flowcontrol_{name}{{{labels}}} {value}\n");
}
