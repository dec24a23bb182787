using KubeSharp.ApiServer.Authentication.Impersonation;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Lets a user who may do so act as another one: the Impersonate-* headers.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation</remarks>
internal sealed class ImpersonationFilter(Impersonator impersonator) : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next) =>
        ImpersonationHeaders.Any(context.Request.Headers) ? ActAsync(context, next) : next(context);

    private async Task ActAsync(RequestContext context, RequestStep next)
    {
        var result = await impersonator.TryAsync(
            context.Request.Headers, AuthorizationAttributes.FromRequest(context.User, context.Info), context.Cancelled);
        if (result.Error is not null)
        {
            await StatusWriter.WriteAsync(context, result.Error);
            return;
        }

        if (result.User is not null)
        {
            context.User = result.User;
            context.Audit?.Impersonated(result.User, result.Constraint);
        }

        await next(context);
    }
}
