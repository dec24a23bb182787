using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authorization.Reviews;

/// <summary>May that user do this in this namespace? Asked by those who may ask about one namespace only.</summary>
internal sealed class LocalSubjectAccessReviews(IAuthorizer authorizer) : ICreateOnlyResource
{
    /// <inheritdoc/>
    public async ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken)
    {
        var review = request.Document;
        if (request.Namespace.Length == 0)
            return StatusError.BadRequest("namespace is required on this type: ");
        review.GetOrAddObject("metadata").Set("namespace", request.Namespace!);
        if (AccessReviewSpec.Check(review, needsUser: true, request.Namespace) is { } fault)
            return fault;
        var spec = review.GetObject("spec")!;
        var decision = await authorizer.AuthorizeAsync(AccessReviewSpec.Attributes(spec, AccessReviewSpec.User(spec)), cancellationToken);
        review.Set("status", AccessReviewSpec.Status(decision));
        return review;
    }
}
