using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authorization.Reviews;

/// <summary>May I do this?</summary>
internal sealed class SelfSubjectAccessReviews(IAuthorizer authorizer) : ICreateOnlyResource
{
    /// <inheritdoc/>
    public async ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken)
    {
        var review = request.Document;
        if (AccessReviewSpec.Check(review, needsUser: false) is { } fault)
            return fault;
        var decision = await authorizer.AuthorizeAsync(AccessReviewSpec.Attributes(review.GetObject("spec")!, request.User), cancellationToken);
        review.Set("status", AccessReviewSpec.Status(decision));
        return review;
    }
}
