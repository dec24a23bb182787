namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>One kind of bearer token. Called concurrently.</summary>
internal interface ITokenAuthenticator
{
    /// <summary>Says whom a token proves; nothing if it is not of this kind, an error if it is and does not count.</summary>
    /// <param name="token">Not empty.</param>
    /// <param name="audiences">Who asks; the token must be meant for one of them, if its kind knows audiences.</param>
    /// <param name="cancellationToken">Ends when the request does.</param>
    ValueTask<AuthenticationResult> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken);
}
