using System.Globalization;
using System.Net;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>pods/[scheme:]NAME[:port]/proxy: a port of the pod.</summary>
internal sealed class PodProxyHandler(KubeletConnections connections) : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var path = ProxyPath.Of(request);
        if (await ConnectAdmission.CheckProxyAsync(request, "PodProxyOptions", path) is { } refusal) return refusal;
        if (!path.IsValid) return StatusError.BadRequest($"invalid pod request {GoText.Quote(request.Name)}");
        var answer = await request.Core.Reader.GetAsync(request.Stored, request.Stored.Key(request.Namespace, path.Name), null, request.Cancelled);
        if (answer.Error is not null) return answer.Error;
        if (answer.Value.Object is not { } found) return StatusError.NotFound(request.GroupResource, path.Name);
        if (found.Document.FindString("status", "podIP") is not { } address || !IsAllowed(address)) return StatusError.BadRequest("address not allowed");
        var scheme = path.Scheme.Length > 0 ? path.Scheme : "http";
        var port = path.Port.Length > 0 ? path.Port : FirstPort(found.Document) ?? (scheme == "https" ? "443" : "80");
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return StatusError.BadRequest($"invalid port \"{port}\"");
        var target = new Uri(new UriBuilder(scheme, address, number).Uri, path.Rest);
        return await UpstreamProxy.ForwardAsync(request.Context, connections.Workloads, target, new ProxyHeaders(path.Prefix, target));
    }

    // Whoever may write a pod's status must not reach the API server's own machine with it, nor its neighbours on the link.
    private static bool IsAllowed(string text)
    {
        if (!StringValidators.TryParseIp(text, out var address, out _)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any)) return false;
        var bytes = address.GetAddressBytes();
        return bytes.Length == 16 || !(bytes is [169, 254, ..] or [>= 224 and < 240, ..] or [0, 0, 0, 0] or [255, 255, 255, 255]);
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
