using System.Buffers.Text;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>A JSON web token in its compact form (RFC 7515), taken apart; nothing is verified yet.</summary>
internal sealed record JsonWebToken
{
    // A token travels in a header; nobody's is longer, and parsing stays cheap for whoever sends rubbish.
    private const int MaxLength = 64 * 1024;

    public required JsonObject Header { get; init; }

    public required JsonObject Payload { get; init; }

    /// <summary>The bytes that are signed.</summary>
    public required byte[] Signed { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>Puts a signed token together.</summary>
    public static string Sign(TokenKey key, byte[] payload)
    {
        var header = $$"""{"alg":"{{key.Algorithm}}","kid":"{{key.Id}}"}""";
        var signed = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Takes a token apart, or returns null if it is none.</summary>
    public static JsonWebToken? TryParse(string token)
    {
        if (token.Length > MaxLength)
            return null;
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        if (second < 0 || token.IndexOf('.', second + 1) >= 0)
            return null;
        var header = Decode(token.AsSpan(0, first));
        var payload = Decode(token.AsSpan(first + 1, second - first - 1));
        var signature = Decode(token.AsSpan(second + 1));
        if (header is null || payload is null || signature is null || ParseObject(header) is not { } head || ParseObject(payload) is not { } body)
            return null;
        return new JsonWebToken { Header = head, Payload = body, Signed = Encoding.ASCII.GetBytes(token[..second]), Signature = signature };
    }

    private static byte[]? Decode(ReadOnlySpan<char> text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static JsonObject? ParseObject(byte[] bytes) => JsonParser.TryParse(bytes, out var value, out _) ? value as JsonObject : null;
}
