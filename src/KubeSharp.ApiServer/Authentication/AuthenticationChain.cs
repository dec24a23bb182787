using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>
/// Asks the authenticators in order. The first user wins; bad credentials are an error only if nobody else knows the caller;
/// no credentials at all are the anonymous user, where that is allowed. Adds system:authenticated.
/// </summary>
public sealed class AuthenticationChain(IReadOnlyList<IAuthenticator> authenticators, bool anonymous) : IAuthenticator
{
    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        string? error = null;
        for (var i = 0; i < authenticators.Count; i++)
        {
            var result = await authenticators[i].AuthenticateAsync(context, cancellationToken).ConfigureAwait(false);
            if (result.User is { } user)
                return result with { User = user.Authenticated(), Error = null };
            if (result.Error is not null)
                error = error is null ? result.Error : $"{error}; {result.Error}";
        }

        if (error is not null)
            return AuthenticationResult.Failure(error);
        return anonymous ? AuthenticationResult.Success(UserInfo.Anonymous) : AuthenticationResult.Failure("no credentials");
    }
}
