using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Now and then asks an HTTP/2 client to connect anew, so that clients spread over the servers behind a load balancer.</summary>
/// <remarks>https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (<c>--goaway-chance</c>)</remarks>
internal sealed class GoawayFilter(double chance, Func<double> dice) : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        // The connection ends once the requests on it are answered; new ones go to a new connection.
        if (HttpProtocol.IsHttp2(context.Request.Protocol) && dice() < chance) context.Http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        return next(context);
    }
}
