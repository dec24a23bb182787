using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/metrics: figures in the text form of Prometheus.</summary>
internal sealed class MetricsEndpoint(RequestMetrics requests, IStore store) : IPathHandler
{
    public IEnumerable<string> Paths => ["/metrics", "/metrics/slis"];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        if (context.Info.Path is not ("/metrics" or "/metrics/slis")) return false;
        var output = new StringBuilder(16 * 1024);
        requests.Write(output);
        output.Append("# HELP apiserver_storage_revision The newest revision of the store that this server knows of.\n# TYPE apiserver_storage_revision gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_storage_revision {store.KnownRevision}\n");
        output.Append("# HELP process_resident_memory_bytes Memory that is resident.\n# TYPE process_resident_memory_bytes gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"process_resident_memory_bytes {Environment.WorkingSet}\n");
        output.Append("# HELP dotnet_gc_collections_total Garbage collections.\n# TYPE dotnet_gc_collections_total counter\n");
        output.Append(CultureInfo.InvariantCulture, $"dotnet_gc_collections_total{{generation=\"2\"}} {GC.CollectionCount(2)}\n");
        await BodyWriter.WriteAsync(context, 200, "text/plain; version=0.0.4; charset=utf-8; escaping=underscores", Encoding.UTF8.GetBytes(output.ToString()));
        return true;
    }
}
