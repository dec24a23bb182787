using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Audit.Policies;
using KubeSharp.ApiServer.Endpoints;

namespace KubeSharp.ApiServer.Audit;

/// <summary>Figures of auditing, under upstream's names.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/</remarks>
internal sealed class AuditMetrics : IMetricsSource
{
    private readonly long[] levels = new long[Enum.GetValues<AuditLevel>().Length];
    private readonly ConcurrentDictionary<string, long> lost = new(StringComparer.Ordinal);
    private long events;
    private long rejected;

    /// <summary>A request was given a level by the policy.</summary>
    public void Decided(AuditLevel level) => Interlocked.Increment(ref levels[(int)level]);

    /// <summary>An event was made and given to the backends.</summary>
    public void Made() => Interlocked.Increment(ref events);

    /// <summary>Events were lost in a backend.</summary>
    public void Lost(string plugin, int count) => lost.AddOrUpdate(plugin, static (_, more) => more, static (_, before, more) => before + more, (long)count);

    /// <summary>A request was refused because its event could not be stored.</summary>
    public void Rejected() => Interlocked.Increment(ref rejected);

    public void Write(StringBuilder output)
    {
        Head(output, "event_total", "Audit events that were made and sent to the backends.");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_audit_event_total {Interlocked.Read(ref events)}\n");
        Head(output, "error_total", "Audit events that were lost, by backend.");
        foreach (var (plugin, count) in lost) output.Append(CultureInfo.InvariantCulture, $"apiserver_audit_error_total{{plugin=\"{plugin}\"}} {count}\n");
        Head(output, "level_total", "Requests, by the level that the policy gave them.");
        foreach (var level in Enum.GetValues<AuditLevel>())
        {
            if (Interlocked.Read(ref levels[(int)level]) is > 0 and var count)
                output.Append(CultureInfo.InvariantCulture, $"apiserver_audit_level_total{{level=\"{level}\"}} {count}\n");
        }

        Head(output, "requests_rejected_total", "Requests that were refused because their event could not be stored.");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_audit_requests_rejected_total {Interlocked.Read(ref rejected)}\n");
    }

    private static void Head(StringBuilder output, string name, string help) =>
        output.Append(CultureInfo.InvariantCulture, $"# HELP apiserver_audit_{name} {help}\n# TYPE apiserver_audit_{name} counter\n");
}
