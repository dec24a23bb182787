using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>nodes/NAME/proxy: the kubelet itself.</summary>
internal sealed class NodeProxyHandler(KubeletConnections kubelets) : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var path = ProxyPath.Of(request);
        if (await ConnectAdmission.CheckProxyAsync(request, "NodeProxyOptions", path) is { } refusal) return refusal;
        var kubelet = await kubelets.FindAsync(request.Core, path.Name, request.Cancelled);
        if (kubelet.Error is not null) return kubelet.Error;
        var target = new Uri(kubelet.Value!, path.Rest);
        return await UpstreamProxy.ForwardAsync(request.Context, kubelets.Kubelets, target, new ProxyHeaders(path.Prefix, target));
    }
}
