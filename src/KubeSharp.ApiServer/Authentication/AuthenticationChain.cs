using KubeSharp.ApiServer.Authentication.Anonymous;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>
/// Asks the authenticators in order. The first user wins; bad credentials are an error only if nobody else knows the caller;
/// no credentials at all are the anonymous user, where that is allowed. Adds system:authenticated.
/// </summary>
public sealed class AuthenticationChain(IReadOnlyList<IAuthenticator> authenticators, AnonymousRule anonymous) : IAuthenticator
{
    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        string? error = null;
        for (var i = 0; i < authenticators.Count; i++)
        {
            var asking = authenticators[i].AuthenticateAsync(context, cancellationToken);
            // Certificates and known tokens are answered at once, and then nothing is allocated.
            if (!asking.IsCompletedSuccessfully) return ContinueAsync(asking, i, error, context, cancellationToken);
            if (IsFinal(asking.Result, ref error, out var success)) return new(success);
        }

        return new(End(context, error));
    }

    private static bool IsFinal(in AuthenticationResult result, ref string? error, out AuthenticationResult success)
    {
        success = default;
        if (result.User is { } user)
        {
            success = result with { User = user.Authenticated(), Error = null };
            return true;
        }

        if (result.Error is not null) error = error is null ? result.Error : $"{error}; {result.Error}";
        return false;
    }

    private async ValueTask<AuthenticationResult> ContinueAsync(
        ValueTask<AuthenticationResult> asking, int at, string? error, HttpContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (IsFinal(await asking.ConfigureAwait(false), ref error, out var success)) return success;
            if (++at == authenticators.Count) return End(context, error);
            asking = authenticators[at].AuthenticateAsync(context, cancellationToken);
        }
    }

    private AuthenticationResult End(HttpContext context, string? error)
    {
        if (error is not null) return AuthenticationResult.Failure(error);
        return anonymous.Allows(context) ? AuthenticationResult.Success(UserInfo.Anonymous) : AuthenticationResult.Failure("no credentials");
    }
}
