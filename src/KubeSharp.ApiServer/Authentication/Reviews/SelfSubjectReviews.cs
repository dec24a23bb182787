using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authentication.Reviews;

/// <summary>Who am I? (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#self-subject-review)</summary>
internal sealed class SelfSubjectReviews(TimeProvider time) : ICreateOnlyResource
{
    /// <inheritdoc/>
    public ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken)
    {
        var review = request.Document;
        review.Set("metadata", new JsonObject { { "creationTimestamp", UserDocuments.Time(time.GetUtcNow()) } });
        review.Set("status", new JsonObject { { "userInfo", UserDocuments.Write(request.User) } });
        return new(review);
    }
}
