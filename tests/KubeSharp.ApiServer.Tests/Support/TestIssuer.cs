using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>An issuer of OpenID Connect tokens on this machine.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly TestHttps server;
    private RSA key = RSA.Create(2048);
    private string keyId = "one";

    private TestIssuer(TestHttps server) => this.server = server;

    public string Url => server.Url;

    /// <summary>What else is served, by path: JSON or a token.</summary>
    public Dictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    public static async Task<TestIssuer> StartAsync(TestAuthority authority)
    {
        var server = await TestHttps.StartAsync(authority);
        var issuer = new TestIssuer(server);
        server.Answer = issuer.Answer;
        return issuer;
    }

    /// <summary>Another key from now on; tokens of the old one count no more.</summary>
    public void Rotate()
    {
        key = RSA.Create(2048);
        keyId += "+";
    }

    /// <summary>A token with these claims; issuer, times and audience are filled in where they are missing.</summary>
    public string Sign(string claims, string algorithm = "RS256")
    {
        var payload = JsonParser.ParseObject(Encoding.UTF8.GetBytes(claims));
        payload.SetDefault("iss", Url);
        payload.SetDefault("aud", "cluster");
        payload.SetDefault("exp", DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds());
        var header = $$"""{"alg":"{{algorithm}}","kid":"{{keyId}}"}""";
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(payload.ToUtf8Bytes())}";
        var padding = algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, padding))}";
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private (int Status, string Json) Answer(string path, string body)
    {
        if (path == "/.well-known/openid-configuration") return (200, $$"""{"issuer":"{{Url}}","jwks_uri":"{{Url}}/keys"}""");
        if (Documents.TryGetValue(path, out var document)) return (200, document);
        if (path != "/keys") return (404, "{}");
        var parameters = key.ExportParameters(false);
        var (n, e) = (Base64Url.EncodeToString(parameters.Modulus), Base64Url.EncodeToString(parameters.Exponent));
        return (200, $$"""{"keys":[{"use":"sig","kty":"RSA","kid":"{{keyId}}","n":"{{n}}","e":"{{e}}"},{"kty":"oct","kid":"x","k":"AA"}]}""");
    }
}
