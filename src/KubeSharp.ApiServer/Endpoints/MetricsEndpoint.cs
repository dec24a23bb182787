using System.Text;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/metrics: figures in the text form of Prometheus, and /metrics/slis: those that tell whether all is well.</summary>
/// <remarks>https://kubernetes.io/docs/reference/instrumentation/metrics/</remarks>
internal sealed class MetricsEndpoint(IReadOnlyList<IMetricsSource> sources) : IPathHandler
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

    public IEnumerable<string> Paths => ["/metrics", "/metrics/slis"];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        if (context.Info.Path is not ("/metrics" or "/metrics/slis")) return false;
        var output = new StringBuilder(16 * 1024);
        foreach (var source in sources)
        {
            if (context.Info.Path == "/metrics" || source is HealthMetrics) source.Write(output);
        }

        await BodyWriter.WriteAsync(context, 200, ContentType, Encoding.UTF8.GetBytes(output.ToString()));
        return true;
    }
}
