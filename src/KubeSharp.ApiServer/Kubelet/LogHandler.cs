using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Handlers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>GET of pods/NAME/log.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod</remarks>
internal sealed class LogHandler(KubeletConnections kubelets) : IResourceHandler
{
    private static readonly string[] Passed = ["follow", "previous", "timestamps"];

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var pod = await PodTarget.FindAsync(request);
        if (pod.Error is not null) return pod.Error;
        var query = request.Http.Query;
        var container = PodTarget.Container(pod.Value!, request.Name, QueryValues.Text(query, "container"));
        if (container.Error is not null) return container.Error;
        var wanted = Query(query, request.Name, out var error);
        if (error is not null) return error;
        if (pod.Value!.FindString("spec", "nodeName") is not { Length: > 0 } node)
        {
            // Not on any node yet: there is nothing to show, and that is no fault.
            await TextAnswer.WriteAsync(request.Context, 200, "");
            return null;
        }

        var kubelet = await kubelets.FindAsync(request.Core, node, request.Cancelled);
        if (kubelet.Error is not null) return kubelet.Error;
        var path = $"/containerLogs/{request.Namespace}/{request.Name}/{container.Value}{wanted.ToQueryString()}";
        return await UpstreamProxy.ForwardAsync(request.Context, kubelets.Kubelets, new Uri(kubelet.Value!, path), refused: Refusal);
    }

    /// <summary>The kubelet answers in plain text; clients expect a Status.</summary>
    private static StatusError Refusal(int code, string text) => code switch
    {
        400 => StatusError.BadRequest(text),
        404 => new StatusError { Code = 404, Reason = StatusReason.NotFound, Message = text },
        _ => StatusError.InternalError(text),
    };

    private static QueryBuilder Query(IQueryCollection query, string pod, out StatusError? error)
    {
        var result = new QueryBuilder();
        var errors = new ErrorList();
        error = null;
        foreach (var name in Passed)
        {
            if (QueryValues.Boolean(query, name) == true) result.Add(name, "true");
        }

        foreach (var (name, least) in (ReadOnlySpan<(string, long)>)[("tailLines", 0), ("limitBytes", 1), ("sinceSeconds", 1)])
        {
            error ??= QueryValues.Int64(query, name, out var number);
            if (QueryValues.Int64(query, name, out number) is not null || number is not { } value) continue;
            if (value < least)
            {
                errors.Add(FieldError.Invalid(FieldPath.Of(name), value, least == 0 ? "must be greater than or equal to 0" : "must be greater than 0"));
            }

            result.Add(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var since = QueryValues.Text(query, "sinceTime");
        if (since.Length > 0)
        {
            if (query.ContainsKey("sinceSeconds")) errors.Add(FieldError.Forbidden(FieldPath.Of(""), "at most one of `sinceTime` or `sinceSeconds` may be specified"));
            result.Add("sinceTime", since);
        }

        if (QueryValues.Text(query, "stream") is { Length: > 0 } stream) result.Add("stream", stream);
        error ??= errors.ToStatus(new GroupKind("", "PodLogOptions"), pod);
        return result;
    }
}
