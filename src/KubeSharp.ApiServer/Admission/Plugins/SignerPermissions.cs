using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Whether a user may approve or sign for a signer: the right is on <c>signers</c>, by its name or by its domain and a star.</summary>
internal static class SignerPermissions
{
    /// <summary>Asks.</summary>
    public static async ValueTask<bool> MayAsync(IAuthorizer authorizer, UserInfo user, string verb, string signer, CancellationToken cancellationToken)
    {
        if ((await authorizer.AuthorizeAsync(Ask(user, verb, signer), cancellationToken)).IsAllowed)
            return true;
        var domain = signer.Split('/')[0] + "/*";
        return (await authorizer.AuthorizeAsync(Ask(user, verb, domain), cancellationToken)).IsAllowed;
    }

    private static AuthorizationAttributes Ask(UserInfo user, string verb, string signer) => new()
    {
        User = user,
        Verb = verb,
        IsResourceRequest = true,
        ApiGroup = "certificates.k8s.io",
        ApiVersion = "*",
        Resource = "signers",
        Name = signer,
        Namespace = "",
        Subresource = "",
        Path = "",
        FieldSelector = "",
        LabelSelector = "",
    };
}
