using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Handlers;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>GET of pods/NAME/log.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod</remarks>
internal sealed class LogHandler(KubeletConnections kubelets) : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var query = request.Http.Query;
        var wanted = LogOptions.Read(query, request.Name);
        if (wanted.Error is not null) return wanted.Error;
        var pod = await PodTarget.FindAsync(request);
        if (pod.Error is not null) return pod.Error;
        var container = PodTarget.Container(pod.Value!, request.Name, QueryValues.Text(query, "container"));
        if (container.Error is not null) return container.Error;
        if (pod.Value!.FindString("spec", "nodeName") is not { Length: > 0 } node)
        {
            // Not on any node yet: there is nothing to show, and that is no fault.
            request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
            return null;
        }

        var kubelet = await kubelets.FindAsync(request.Core, node, request.Cancelled);
        if (kubelet.Error is not null) return kubelet.Error;
        var path = $"/containerLogs/{request.Namespace}/{request.Name}/{container.Value}{wanted.Value!.ToQueryString()}";
        return await UpstreamProxy.ForwardAsync(request.Context, kubelets.Kubelets, new Uri(kubelet.Value!, path), refused: Refusal);
    }

    /// <summary>The kubelet answers in plain text; clients expect a Status.</summary>
    private static StatusError Refusal(int code, string text) => code switch
    {
        400 => StatusError.BadRequest(text),
        404 => new StatusError { Code = 404, Reason = StatusReason.NotFound, Message = text },
        _ => StatusError.InternalError(text),
    };
}
