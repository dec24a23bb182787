using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>One way to prove who a request comes from: client certificate, bearer token, ...</summary>
/// <remarks>
/// The chain asks each in turn. The first user wins; if none was found and one reported an error the request is
/// answered 401; otherwise it goes on as anonymous (or 401 where anonymous requests are off). Implementations are
/// called concurrently. An authenticator that consumes a header (Authorization) leaves it in place; the chain removes it.
/// </remarks>
public interface IAuthenticator
{
    /// <summary>Looks at the credentials of a request.</summary>
    /// <param name="context">The connection (client certificate) and headers of the request; the body must not be read.</param>
    /// <param name="cancellationToken">Ends when the request does.</param>
    ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken);
}
