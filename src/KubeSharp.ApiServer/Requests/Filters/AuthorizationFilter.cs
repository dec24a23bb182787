using KubeSharp.ApiServer.Audit.Events;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Responses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Asks whether the user may do what the request says.</summary>
internal sealed partial class AuthorizationFilter(
    IAuthorizer authorizer, AccessMetrics metrics, TimeProvider time, ILogger<AuthorizationFilter> logger) : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var question = AuthorizationAttributes.FromRequest(context.User, context.Info);
        var start = time.GetTimestamp();
        var asking = authorizer.AuthorizeAsync(question, CancellationToken.None);
        return asking.IsCompletedSuccessfully ? GoOnAsync(context, next, asking.Result, start) : WaitAsync(context, next, asking, start);
    }

    private async Task WaitAsync(RequestContext context, RequestStep next, ValueTask<AuthorizationDecision> asking, long start) =>
        await GoOnAsync(context, next, await asking.AsTask().WaitAsync(context.Cancelled), start);

    private Task GoOnAsync(RequestContext context, RequestStep next, in AuthorizationDecision decision, long start)
    {
        metrics.Count(decision, time.GetElapsedTime(start));
        // An authorizer that could not decide is no refusal: the caller may come again.
        var broken = !decision.IsAllowed && !string.IsNullOrEmpty(decision.EvaluationError);
        if (context.Audit is { } trail) Annotate(trail, decision, broken);
        if (decision.IsAllowed) return next(context);
        if (broken) return StatusText.InternalErrorAsync(context, decision.EvaluationError);
        LogForbidden(context.User.Name, context.Info.Verb, context.Info.Path, decision.Reason);
        return StatusWriter.WriteAsync(context, Refusal.ToStatus(AuthorizationAttributes.FromRequest(context.User, context.Info), decision.Reason));
    }

    private static void Annotate(AuditTrail trail, in AuthorizationDecision decision, bool broken)
    {
        if (!broken) trail.Annotate("authorization.k8s.io/decision", decision.IsAllowed ? "allow" : "forbid");
        trail.Annotate("authorization.k8s.io/reason", broken ? "internal error" : decision.Reason ?? "");
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{User} may not {Verb} {Path}: {Reason}")]
    private partial void LogForbidden(string user, string verb, string path, string reason);
}
