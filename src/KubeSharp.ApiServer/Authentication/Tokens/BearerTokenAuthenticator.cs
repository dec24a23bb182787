using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>
/// Finds the bearer token of a request: in the Authorization header, or (browsers cannot set that one) in a WebSocket subprotocol
/// <c>base64url.bearer.authorization.k8s.io.TOKEN</c>. An empty token is no token.
/// </summary>
internal sealed class BearerTokenAuthenticator(TokenChain tokens, IReadOnlyList<string> audiences) : IAuthenticator
{
    private const string Scheme = "Bearer ";
    private const string Subprotocol = "base64url.bearer.authorization.k8s.io.";

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var token = Find(context.Request.Headers);
        return token.Length == 0 ? new(AuthenticationResult.NotAttempted) : tokens.AuthenticateAsync(token, audiences, cancellationToken);
    }

    /// <summary>Takes a token out of the WebSocket subprotocols, so that nothing behind sees it.</summary>
    public static void Hide(IHeaderDictionary headers)
    {
        if (headers.SecWebSocketProtocol.Count == 0) return;
        var rest = headers.SecWebSocketProtocol.SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Where(protocol => !protocol.StartsWith(Subprotocol, StringComparison.Ordinal));
        headers.SecWebSocketProtocol = string.Join(", ", rest);
    }

    private static string Find(IHeaderDictionary headers)
    {
        if (headers.Authorization is [{ } authorization, ..])
        {
            var text = authorization.AsSpan().Trim();
            return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim().ToString() : "";
        }

        foreach (var header in headers.SecWebSocketProtocol)
        {
            foreach (var protocol in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (protocol.StartsWith(Subprotocol, StringComparison.Ordinal))
                    return Decode(protocol.AsSpan(Subprotocol.Length));
            }
        }

        return "";
    }

    private static string Decode(ReadOnlySpan<char> text) =>
        Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : "";
}
