using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authentication.Reviews;

/// <summary>Whose token is this? (https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/)</summary>
internal sealed class TokenReviews(TokenChain tokens, IReadOnlyList<string> serverAudiences) : ICreateOnlyResource
{
    /// <inheritdoc/>
    public async ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken)
    {
        var review = request.Document;
        var spec = review.GetObject("spec");
        if (spec?.GetString("token") is not { Length: > 0 } token)
            return StatusError.BadRequest("token is required for TokenReview in authentication");
        string[] asked = [.. spec.GetArray("audiences")?.OfType<JsonString>().Select(text => text.Value) ?? []];
        var audiences = asked.Length > 0 ? asked : serverAudiences;
        var result = await tokens.AuthenticateAsync(token, audiences, cancellationToken);

        // Tokens that know no audiences are for this server, and for nobody else.
        var shared = result.Audiences ?? TokenAudiences.Shared(audiences, serverAudiences);
        var status = new JsonObject();
        if (result.User is { } user && shared.Count > 0)
        {
            status.Add("authenticated", true);
            status.Add("user", UserDocuments.Write(user));
            status.Add("audiences", JsonArray.OfStrings(shared));
        }
        else
        {
            status.Add("user", new JsonObject());
            status.Add("error", (result.Error ?? TokenChain.Invalid)!);
        }

        review.Set("status", status);
        return review;
    }
}
