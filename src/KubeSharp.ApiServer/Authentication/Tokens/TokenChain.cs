namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>Asks the kinds of tokens in order.</summary>
internal sealed class TokenChain(IReadOnlyList<ITokenAuthenticator> kinds)
{
    /// <summary>What is said about a token that nobody accepts.</summary>
    public const string Invalid = "invalid bearer token";

    /// <summary>The first user, or a failure that lists what was wrong.</summary>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        List<string>? errors = null;
        IReadOnlyList<KeyValuePair<string, string>> annotations = [];
        for (var i = 0; i < kinds.Count; i++)
        {
            var result = await kinds[i].AuthenticateAsync(token, audiences, cancellationToken).ConfigureAwait(false);
            if (result.User is { } user)
                return result with { User = user.Authenticated(), Error = null };
            if (result.Error is not null)
                (errors ??= [Invalid]).Add(result.Error);
            if (result.Annotations.Count > 0)
                annotations = result.Annotations;
        }

        return AuthenticationResult.Failure(errors is null ? Invalid : $"[{string.Join(", ", errors)}]") with { Annotations = annotations };
    }
}
