using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Kubelet;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Passes requests for groups of other servers on to them, watches and upgraded connections too.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/</remarks>
internal sealed class AggregationProxy(RemoteApis apis, WebhookConnections connections, ProxyIdentity identity)
{
    /// <summary>Answers the request if another server serves its group and version; false otherwise.</summary>
    public ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        if (apis.IsEmpty || Find(context.Info) is not { } api) return new(false);
        return HandleAsync(context, api, RawTarget(context));
    }

    /// <summary>Passes a request for some path on to the server of an API.</summary>
    public async ValueTask<bool> HandleAsync(RequestContext context, RemoteApi api, string target)
    {
        if (!api.Available)
        {
            await UnavailableAsync(context, "service unavailable");
            return true;
        }

        identity.Apply(context.Request.Headers, context.User);
        var endpoint = api.Endpoint with { Credentials = identity.Credentials };
        var url = new Uri(endpoint.Url.GetLeftPart(UriPartial.Authority) + target);
        var error = await UpstreamProxy.ForwardAsync(
            context,
            connections.For(endpoint),
            url,
            unreachable: fault => StatusError.ServiceUnavailable($"error trying to reach service: {WebhookFailures.Describe(fault)}"));
        if (error is not null) await UnavailableAsync(context, error.Message);
        return true;
    }

    private static Task UnavailableAsync(RequestContext context, string why)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return BodyWriter.WriteAsync(context, 503, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(why + "\n"));
    }

    // Below /apis/GROUP/VERSION, the version itself included; the group is told by us.
    private RemoteApi? Find(RequestInfo info)
    {
        if (info.IsResourceRequest) return info.ApiPrefix == "apis" ? apis.Find(info.ApiGroup, info.ApiVersion) : null;
        var parts = info.Path.Split('/', 5);
        return parts is [_, "apis", var group, var version, ..] ? apis.Find(group, version) : null;
    }

    // As it came, escapes and query included.
    private static string RawTarget(RequestContext context)
    {
        var raw = context.Http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return raw.StartsWith('/') ? raw : context.Info.Path + context.Request.QueryString;
    }
}
