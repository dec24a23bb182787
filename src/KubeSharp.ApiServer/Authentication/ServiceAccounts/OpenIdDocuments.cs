using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>
/// What lets others verify service-account tokens: the issuer's discovery document and its key set
/// (https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery).
/// Made once; keys do not change while the server runs.
/// </summary>
internal sealed class OpenIdDocuments
{
    /// <summary>Where the discovery document is.</summary>
    public const string ConfigurationPath = "/.well-known/openid-configuration";

    /// <summary>Where the keys are.</summary>
    public const string KeysPath = "/openid/v1/jwks";

    /// <summary>The media type of the keys.</summary>
    public const string KeysMediaType = "application/jwk-set+json";

    /// <summary>Writes both documents.</summary>
    public OpenIdDocuments(string issuer, string keysUri, IReadOnlyList<TokenKey> keys)
    {
        Configuration = WriteConfiguration(issuer, keysUri, keys);
        Keys = WriteKeys(keys);
    }

    /// <summary>The discovery document, application/json.</summary>
    public ReadOnlyMemory<byte> Configuration { get; }

    /// <summary>The key set, application/jwk-set+json.</summary>
    public ReadOnlyMemory<byte> Keys { get; }

    private static ReadOnlyMemory<byte> WriteConfiguration(string issuer, string keysUri, IReadOnlyList<TokenKey> keys)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("issuer"u8, issuer);
            writer.WriteString("jwks_uri"u8, keysUri);
            WriteList(writer, "response_types_supported", ["id_token"]);
            WriteList(writer, "subject_types_supported", ["public"]);
            WriteList(writer, "id_token_signing_alg_values_supported", keys.Select(key => key.Algorithm).Distinct().Order(StringComparer.Ordinal));
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> WriteKeys(IReadOnlyList<TokenKey> keys)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys"u8);
            foreach (var key in keys)
            {
                writer.WriteStartObject();
                writer.WriteString("use"u8, "sig"u8);
                writer.WriteString("kty"u8, key.RsaParameters is null ? "EC"u8 : "RSA"u8);
                writer.WriteString("kid"u8, key.Id);
                if (key.EcParameters is not null)
                    writer.WriteString("crv"u8, key.Algorithm switch { "ES256" => "P-256", "ES384" => "P-384", _ => "P-521" });
                writer.WriteString("alg"u8, key.Algorithm);
                if (key.RsaParameters is { } rsa)
                {
                    writer.WriteString("n"u8, Base64Url.EncodeToString(rsa.Modulus));
                    writer.WriteString("e"u8, Base64Url.EncodeToString(rsa.Exponent));
                }
                else if (key.EcParameters is { } point)
                {
                    writer.WriteString("x"u8, Base64Url.EncodeToString(point.Q.X));
                    writer.WriteString("y"u8, Base64Url.EncodeToString(point.Q.Y));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
