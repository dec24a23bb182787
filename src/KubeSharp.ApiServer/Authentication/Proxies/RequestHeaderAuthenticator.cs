using KubeSharp.ApiServer.Authentication.Certificates;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Proxies;

/// <summary>
/// A proxy that proves itself by certificate says in headers for whom it speaks:
/// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy.
/// </summary>
internal sealed class RequestHeaderAuthenticator(CertificateBundle authorities, PresentedChains chains, RequestHeaderNames names, TimeProvider time) : IAuthenticator
{
    private readonly ClientCertificateAuthenticator _certificates = new(authorities, chains, time);

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var headers = context.Request.Headers;
        var user = names.Read(headers);
        if (user is null || context.Connection.ClientCertificate is not { } certificate)
            return new(AuthenticationResult.NotAttempted);
        var proxy = _certificates.Check(certificate);

        // A certificate of another authority is no proxy's: it is a user's own, and the headers mean nothing.
        if (proxy.User is null)
            return new(AuthenticationResult.NotAttempted);
        if (names.AllowedProxies.Count > 0 && !names.AllowedProxies.Contains(proxy.User.Name))
            return new(AuthenticationResult.Failure($"x509: subject with cn={proxy.User.Name} is not in the allowed list"));
        names.Remove(headers);
        return new(AuthenticationResult.Success(user));
    }
}
