using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>pods/[scheme:]NAME[:port]/proxy: a port of the pod.</summary>
internal sealed class PodProxyHandler(KubeletConnections connections) : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var path = ProxyPath.Of(request);
        if (await ConnectAdmission.CheckProxyAsync(request, "PodProxyOptions", path) is { } refusal) return refusal;
        var answer = await request.Core.Reader.GetAsync(request.Stored, request.Stored.Key(request.Namespace, path.Name), null, request.Cancelled);
        if (answer.Error is not null) return answer.Error;
        if (answer.Value.Object is not { } found) return StatusError.NotFound(request.GroupResource, path.Name);
        if (found.Document.FindString("status", "podIP") is not { Length: > 0 } address) return StatusError.BadRequest("address not allowed");
        var scheme = path.Scheme.Length > 0 ? path.Scheme : "http";
        var port = path.Port.Length > 0 ? path.Port : FirstPort(found.Document) ?? (scheme == "https" ? "443" : "80");
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return StatusError.BadRequest($"invalid port \"{port}\"");
        var target = new Uri(new UriBuilder(scheme, address, number).Uri, path.Rest);
        return await UpstreamProxy.ForwardAsync(request.Context, connections.Workloads, target, new ProxyHeaders(path.Prefix, target));
    }

    private static string? FirstPort(JsonObject pod)
    {
        foreach (var item in pod.FindArray("spec", "containers") ?? [])
        {
            if (item is JsonObject container && container.GetArray("ports") is { Count: > 0 } ports && ports[0] is JsonObject first)
            {
                return first.GetInt64("containerPort")?.ToString(CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
