using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Hosting.InMemory;
using KubeSharp.ApiServer.Responses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Finds out who asks: the user that an in-memory connection was opened for, or whom the credentials prove.</summary>
internal sealed partial class AuthenticationFilter(
    IAuthenticator authenticator, FailedAuthentication? audit, AccessMetrics metrics, TimeProvider time, ILogger<AuthenticationFilter> logger) : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        if (context.Http.Features.Get<IConnectionUserFeature>()?.User is { } owner)
        {
            context.User = owner;
            return next(context);
        }

        // What is looked up elsewhere goes on without its caller, because the answer is remembered for others: only the waiting ends with the request.
        var start = time.GetTimestamp();
        var asking = authenticator.AuthenticateAsync(context.Http, CancellationToken.None);
        return asking.IsCompletedSuccessfully ? GoOnAsync(context, next, asking.Result, start) : WaitAsync(context, next, asking, start);
    }

    private async Task WaitAsync(RequestContext context, RequestStep next, ValueTask<AuthenticationResult> asking, long start) =>
        await GoOnAsync(context, next, await asking.AsTask().WaitAsync(context.Cancelled), start);

    private Task GoOnAsync(RequestContext context, RequestStep next, in AuthenticationResult result, long start)
    {
        metrics.Count(result, time.GetElapsedTime(start));
        if (result.User is null)
        {
            LogRefused(context.Info.Path, result.Error ?? "no credentials");
            Note(context, result);
            audit?.Note(context);
            return StatusWriter.WriteAsync(context, StatusError.Unauthorized());
        }

        // Credentials have done their work: nothing behind this line (proxies, logs) gets to see them.
        context.Request.Headers.Authorization = default;
        context.User = result.User;
        BearerTokenAuthenticator.Hide(context.Request.Headers);
        Note(context, result);
        return next(context);
    }

    private static void Note(RequestContext context, in AuthenticationResult result)
    {
        for (var i = 0; i < result.Annotations.Count; i++) context.Annotate(result.Annotations[i].Key, result.Annotations[i].Value);
        context.AddWarning(result.Warning);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Credentials of a request for {Path} were refused: {Problem}")]
    private partial void LogRefused(string path, string problem);
}
