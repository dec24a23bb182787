using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>An update that creates needs the right to create.</summary>
internal static class CreateRight
{
    /// <summary>Why the object may not be created, or null.</summary>
    public static async ValueTask<StatusError?> CheckAsync(ResourceRequest request)
    {
        var question = AuthorizationAttributes.FromRequest(request.Context.User, request.Context.Info) with { Verb = "create" };
        var decision = await request.Core.Authorizer.AuthorizeAsync(question, request.Cancelled);
        return decision.IsAllowed ? null : Refusal.ToStatus(question, decision.Reason);
    }
}
