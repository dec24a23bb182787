using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Hosting.InMemory;
using KubeSharp.ApiServer.Responses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Finds out who asks: the user of the in-memory connection, or the first authenticator that knows the credentials.</summary>
internal sealed partial class AuthenticationFilter(
    IReadOnlyList<IAuthenticator> authenticators,
    bool allowAnonymous,
    ILogger<AuthenticationFilter> logger) : IRequestFilter
{
    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var user = context.Http.Features.Get<IConnectionUserFeature>()?.User;
        if (user is null)
        {
            var result = await AuthenticateAsync(context);
            if (result.Error is not null) LogRefused(context.Info.Path, result.Error);
            user = result.User ?? (allowAnonymous && result.Error is null ? UserInfo.Anonymous : null);
        }

        if (user is null)
        {
            await StatusWriter.WriteAsync(context, StatusError.Unauthorized());
            return;
        }

        // Credentials have done their work: nothing behind this line (proxies, logs) gets to see them.
        context.Request.Headers.Authorization = default;
        context.User = user.IsInGroup(UserInfo.UnauthenticatedGroup) ? user : user.WithGroup(UserInfo.AuthenticatedGroup);
        await next(context);
    }

    private async ValueTask<AuthenticationResult> AuthenticateAsync(RequestContext context)
    {
        string? error = null;
        foreach (var authenticator in authenticators)
        {
            var result = await authenticator.AuthenticateAsync(context.Http, context.Cancelled);
            if (result.User is not null) return result;
            error ??= result.Error;
        }

        return new AuthenticationResult(null, error);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Credentials of a request for {Path} were refused: {Problem}")]
    private partial void LogRefused(string path, string problem);
}
