using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authorization.Abac;
using KubeSharp.ApiServer.Authorization.Nodes;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Authorization.Webhook;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authorization.Reviews;

/// <summary>What may I do in this namespace? Says so where it cannot know everything.</summary>
internal sealed class SelfSubjectRulesReviews(Func<IReadOnlyList<IAuthorizer>> authorizers) : ICreateOnlyResource
{
    /// <inheritdoc/>
    public ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken)
    {
        var review = request.Document;
        if (review.FindString("spec", "namespace") is not { Length: > 0 } @namespace)
            return new(StatusError.BadRequest("no namespace on request"));
        JsonArray resources = [], paths = [];
        List<string> errors = [];
        var incomplete = false;
        foreach (var authorizer in authorizers())
        {
            switch (authorizer)
            {
                case RbacAuthorizer rbac:
                    var (rules, problem) = rbac.RulesFor(request.User, @namespace);
                    foreach (var rule in rules)
                        (rule.NonResourceURLs.Length > 0 ? paths : resources).Add(RbacDocuments.Write(rule));
                    if (problem.Length > 0)
                    {
                        incomplete = true;
                        errors.Add(problem);
                    }

                    break;
                case NodeAuthorizer when NodeAuthorizer.NodeName(request.User) is not null:
                    incomplete = true;
                    errors.Add("node authorizer does not support user rule resolution");
                    break;
                case AbacAuthorizer abac:
                    foreach (var rule in abac.RulesFor(request.User, @namespace))
                        (rule.NonResourceURLs.Length > 0 ? paths : resources).Add(RbacDocuments.Write(rule));
                    break;
                case WebhookAuthorizer:
                    incomplete = true;
                    errors.Add("webhook authorizer does not support user rule resolution");
                    break;
                case ConstantAuthorizer { Allows: true }:
                    resources.Add(RbacDocuments.Write(RbacRule.On("*", "*", "*")));
                    paths.Add(RbacDocuments.Write(RbacRule.OnPaths("*", "*")));
                    break;
            }
        }

        var status = new JsonObject { { "resourceRules", resources }, { "nonResourceRules", paths }, { "incomplete", incomplete } };
        if (errors.Count > 0)
            status.Add("evaluationError", string.Join(", ", errors)!);
        review.Set("status", status);
        return new(review);
    }
}
