using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>The health checks as figures: 1 for well.</summary>
internal sealed class HealthMetrics(IReadOnlyList<HealthCheck> checks) : IMetricsSource
{
    public void Write(StringBuilder output)
    {
        output.Append("# HELP kubernetes_healthcheck [STABLE] The result of a single health check: 1 is well.\n# TYPE kubernetes_healthcheck gauge\n");
        foreach (var check in checks)
        {
            var value = check.Probe() is null ? 1 : 0;
            foreach (var page in (ReadOnlySpan<string>)["healthz", "livez", "readyz"])
            {
                if (check.IsOn("/" + page)) output.Append(CultureInfo.InvariantCulture, $"kubernetes_healthcheck{{name=\"{check.Name}\",type=\"{page}\"}} {value}\n");
            }
        }
    }
}
