using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authorization.Reviews;

/// <summary>May that user do this? (https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access)</summary>
internal sealed class SubjectAccessReviews(IAuthorizer authorizer) : ICreateOnlyResource
{
    /// <inheritdoc/>
    public async ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken)
    {
        var review = request.Document;
        if (AccessReviewSpec.Check(review, needsUser: true) is { } fault)
            return fault;
        var spec = review.GetObject("spec")!;
        var decision = await authorizer.AuthorizeAsync(AccessReviewSpec.Attributes(spec, AccessReviewSpec.User(spec)), cancellationToken);
        review.Set("status", AccessReviewSpec.Status(decision));
        return review;
    }
}
