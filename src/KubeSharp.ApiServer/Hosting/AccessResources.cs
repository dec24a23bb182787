using KubeSharp.ApiServer.Authentication.Reviews;
using KubeSharp.ApiServer.Authorization.Reviews;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>The resources by which clients ask who somebody is and what they may do.</summary>
internal static class AccessResources
{
    private const string Authentication = "authentication.k8s.io";
    private const string Authorization = "authorization.k8s.io";

    /// <summary>Registers all of them.</summary>
    public static void Register(Subresources routes, AccessControl access, ApiServerOptions options, IObjectLister objects, TimeProvider time)
    {
        Add(Authentication, "tokenreviews", "TokenReview", new TokenReviews(access.Tokens, access.Audiences));
        Add(Authentication, "selfsubjectreviews", "SelfSubjectReview", new SelfSubjectReviews(time));
        Add(Authorization, "subjectaccessreviews", "SubjectAccessReview", new SubjectAccessReviews(access.Authorizer));
        Add(Authorization, "localsubjectaccessreviews", "LocalSubjectAccessReview", new LocalSubjectAccessReviews(access.Authorizer));
        Add(Authorization, "selfsubjectaccessreviews", "SelfSubjectAccessReview", new SelfSubjectAccessReviews(access.Authorizer));
        Add(Authorization, "selfsubjectrulesreviews", "SelfSubjectRulesReview", new SelfSubjectRulesReviews(() => access.Authorizers));
        if (access.TokenIssuer is { } issuer)
        {
            var limits = new TokenRequestOptions
            {
                Audiences = access.Audiences,
                MaxSeconds = (long)(options.ServiceAccountMaxTokenExpiration?.TotalSeconds ?? 0),
                Extend = options.ServiceAccountExtendTokenExpiration,
            };
            var requests = new TokenRequests(objects, issuer, limits, time);
            routes.Add("", "serviceaccounts", "token", new CreateOnlyHandler(Authentication + "/v1", "TokenRequest", requests), "create");
        }

        void Add(string group, string plural, string kind, ICreateOnlyResource resource) =>
            routes.AddVirtual(group, plural, new CreateOnlyHandler(group + "/v1", kind, resource));
    }
}
