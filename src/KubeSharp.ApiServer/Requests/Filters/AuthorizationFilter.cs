using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Responses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Asks whether the user may do what the request says.</summary>
internal sealed partial class AuthorizationFilter(IAuthorizer authorizer, ILogger<AuthorizationFilter> logger) : IRequestFilter
{
    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var question = AuthorizationAttributes.FromRequest(context.User, context.Info);
        var decision = await authorizer.AuthorizeAsync(question, context.Cancelled);
        if (decision.IsAllowed)
        {
            await next(context);
            return;
        }

        LogForbidden(context.User.Name, context.Info.Verb, context.Info.Path, decision.Reason);
        await StatusWriter.WriteAsync(context, Refusal.ToStatus(question, decision.Reason));
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{User} may not {Verb} {Path}: {Reason}")]
    private partial void LogForbidden(string user, string verb, string path, string reason);
}
