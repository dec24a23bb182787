using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Lets a user who may do so act as another one: the Impersonate-* headers.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation</remarks>
internal sealed class ImpersonationFilter(IAuthorizer authorizer) : IRequestFilter
{
    private const string UserHeader = "Impersonate-User";
    private const string UidHeader = "Impersonate-Uid";
    private const string GroupHeader = "Impersonate-Group";
    private const string ExtraPrefix = "Impersonate-Extra-";

    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var headers = context.Request.Headers;
        if (!TryRead(headers, out var wanted, out var error))
        {
            await StatusWriter.WriteAsync(context, StatusError.BadRequest(error!));
            return;
        }

        if (wanted is null)
        {
            await next(context);
            return;
        }

        foreach (var question in ImpersonationQuestions.For(context.User, wanted))
        {
            var decision = await authorizer.AuthorizeAsync(question, context.Cancelled);
            if (decision.IsAllowed) continue;
            await StatusWriter.WriteAsync(context, ForbiddenAnswer.For(question, decision.Reason));
            return;
        }

        context.User = ImpersonationQuestions.Complete(wanted);
        foreach (var header in headers.Keys.Where(key => key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            headers.Remove(header);
        }

        await next(context);
    }

    private static bool TryRead(IHeaderDictionary headers, out UserInfo? user, out string? error)
    {
        user = null;
        error = null;
        var name = headers[UserHeader].ToString();
        var uid = headers[UidHeader].ToString();
        var groups = headers[GroupHeader];
        Dictionary<string, IReadOnlyList<string>>? extra = null;
        foreach (var (key, values) in headers)
        {
            if (!key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            extra ??= [];
            extra[Uri.UnescapeDataString(key[ExtraPrefix.Length..].ToLowerInvariant())] = [.. values.OfType<string>()];
        }

        if (name.Length == 0)
        {
            if (uid.Length == 0 && groups.Count == 0 && extra is null) return true;
            error = "requested impersonation without impersonating a user name";
            return false;
        }

        user = new UserInfo { Name = name, Uid = uid, Groups = [.. groups.OfType<string>()], Extra = extra ?? [] };
        return true;
    }
}
