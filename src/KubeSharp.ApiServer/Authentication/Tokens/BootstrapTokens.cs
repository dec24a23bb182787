using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>
/// Tokens <c>ID.SECRET</c> of machines that join: a secret <c>bootstrap-token-ID</c> in kube-system each
/// (https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/).
/// </summary>
internal sealed class BootstrapTokens(IObjectLister objects, TimeProvider time) : ITokenAuthenticator
{
    private const string Group = "system:bootstrappers";
    private static readonly SearchValues<char> _groupCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789:-");

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        if (!IsWellFormed(token))
            return AuthenticationResult.NotAttempted;
        var secret = await objects.GetLatestAsync("", "secrets", "kube-system", "bootstrap-token-" + token[..6], cancellationToken).ConfigureAwait(false);
        return secret is not null && Decide(secret, token, time.GetUtcNow()) is { } user
            ? AuthenticationResult.Success(user)
            : AuthenticationResult.NotAttempted;
    }

    /// <summary>The user, if the secret says that the token counts now. Pure.</summary>
    public static UserInfo? Decide(JsonObject secret, string token, DateTimeOffset now)
    {
        if (secret.GetString("type") != "bootstrap.kubernetes.io/token"
            || secret.FindString("metadata", "deletionTimestamp") is not null
            || secret.GetObject("data") is not { } data)
            return null;
        var id = Value(data, "token-id");
        if (id != token[..6]
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Value(data, "token-secret")), Encoding.UTF8.GetBytes(token[7..])))
            return null;
        if (Value(data, "usage-bootstrap-authentication") != "true" || IsExpired(Value(data, "expiration"), now))
            return null;
        List<string> groups = [Group];
        foreach (var group in Value(data, "auth-extra-groups").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsExtraGroup(group))
                return null;
            groups.Add(group);
        }

        return new UserInfo { Name = "system:bootstrap:" + id, Groups = [groups[0], .. groups.Skip(1).Distinct().Order(StringComparer.Ordinal)] };
    }

    private static bool IsWellFormed(string token)
    {
        if (token.Length != 23 || token[6] != '.')
            return false;
        for (var i = 0; i < token.Length; i++)
        {
            if (i != 6 && !char.IsAsciiDigit(token[i]) && !char.IsAsciiLetterLower(token[i]))
                return false;
        }

        return true;
    }

    // A time that cannot be read counts as past.
    private static bool IsExpired(string expiration, DateTimeOffset now) =>
        expiration.Length > 0
        && (!DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) || now > end);

    // "system:bootstrappers:" and lower-case letters, digits, ':' and '-', the last one a letter or digit.
    private static bool IsExtraGroup(string group)
    {
        const string Prefix = Group + ":";
        return group.StartsWith(Prefix, StringComparison.Ordinal)
            && group.Length is > 21 and <= 277
            && group.AsSpan(Prefix.Length).IndexOfAnyExcept(_groupCharacters) < 0
            && char.IsAsciiLetterOrDigit(group[^1]);
    }

    private static string Value(JsonObject data, string key)
    {
        var text = data.GetString(key) ?? "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
