namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>The keys whose tokens count.</summary>
internal sealed class TokenKeySet(IReadOnlyList<TokenKey> keys)
{
    /// <summary>All keys.</summary>
    public IReadOnlyList<TokenKey> Keys { get; } = keys;

    /// <summary>True if one of the keys signed the token, with the algorithm that the key is for.</summary>
    public bool Verify(JsonWebToken token)
    {
        var algorithm = token.Header.GetString("alg");
        var id = token.Header.GetString("kid");
        foreach (var key in Keys)
        {
            // Tokens of old had no key id; then every key is tried.
            if (key.Algorithm == algorithm && (string.IsNullOrEmpty(id) || key.Id == id) && key.Verify(token.Signed, token.Signature))
                return true;
        }

        return false;
    }
}
