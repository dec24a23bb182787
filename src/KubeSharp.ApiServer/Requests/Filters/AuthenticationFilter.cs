using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Hosting.InMemory;
using KubeSharp.ApiServer.Responses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Finds out who asks: the user that an in-memory connection was opened for, or whom the credentials prove.</summary>
internal sealed partial class AuthenticationFilter(IAuthenticator authenticator, ILogger<AuthenticationFilter> logger) : IRequestFilter
{
    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        if (context.Http.Features.Get<IConnectionUserFeature>()?.User is { } owner)
        {
            context.User = owner;
            await next(context);
            return;
        }

        var result = await authenticator.AuthenticateAsync(context.Http, context.Cancelled);
        if (result.User is null)
        {
            LogRefused(context.Info.Path, result.Error ?? "no credentials");
            await StatusWriter.WriteAsync(context, StatusError.Unauthorized());
            return;
        }

        // Credentials have done their work: nothing behind this line (proxies, logs) gets to see them.
        context.Request.Headers.Authorization = default;
        context.User = result.User;
        await next(context);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Credentials of a request for {Path} were refused: {Problem}")]
    private partial void LogRefused(string path, string problem);
}
