using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.Cel.Authorization;

namespace KubeSharp.ApiServer.Admission.Expressions;

/// <summary>The variable <c>authorizer</c>: asks the server's own authorizers about the user of the request, or about a service account.</summary>
/// <remarks>Answers are remembered for the request: several policies ask the same.</remarks>
internal sealed class ExpressionAuthorizer(IAuthorizer authorizer, UserInfo user, CancellationToken cancelled) : ICelAuthorizer
{
    private readonly Dictionary<CelAccessRequest, CelDecision> known = [];

    /// <inheritdoc/>
    public CelDecision Check(CelAccessRequest request)
    {
        if (known.TryGetValue(request, out var decision)) return decision;
        return known[request] = Ask(request);
    }

    private CelDecision Ask(CelAccessRequest request)
    {
        var question = new AuthorizationAttributes
        {
            User = request.ServiceAccount is var (ns, name) ? ServiceAccount(ns, name) : user,
            Verb = request.Verb,
            IsResourceRequest = request.Path is null,
            Path = request.Path ?? "",
            ApiGroup = request.Group,
            ApiVersion = "*",
            Resource = request.Resource,
            Subresource = request.Subresource,
            Namespace = request.Namespace,
            Name = request.Name,
            FieldSelector = request.FieldSelector,
            LabelSelector = request.LabelSelector,
        };

        // Expressions run to their end on one thread; authorizers that ask elsewhere (webhooks) are waited for.
        var pending = authorizer.AuthorizeAsync(question, cancelled);
        var answer = pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();
        return new CelDecision(answer.IsAllowed, answer.Reason, answer.EvaluationError.Length > 0 ? answer.EvaluationError : null);
    }

    private static UserInfo ServiceAccount(string ns, string name) => new()
    {
        Name = $"system:serviceaccount:{ns}:{name}",
        Groups = ["system:serviceaccounts", $"system:serviceaccounts:{ns}", UserInfo.AuthenticatedGroup],
    };
}
