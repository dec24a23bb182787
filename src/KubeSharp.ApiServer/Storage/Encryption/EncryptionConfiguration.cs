using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// The file of <c>--encryption-provider-config</c>: which resources are encrypted how
/// (https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/#apiserver-config-k8s-io-v1-EncryptionConfiguration).
/// </summary>
internal sealed class EncryptionConfiguration
{
    private readonly List<(List<ResourcePattern> Resources, List<IEncryptionProvider> Providers)> rules = [];

    /// <summary>Reads the file.</summary>
    /// <exception cref="ArgumentException">It makes no sense; the message says what and where.</exception>
    public static EncryptionConfiguration Read(string file, TimeProvider time)
    {
        JsonObject document;
        try
        {
            document = YamlReader.Parse(File.ReadAllText(file)) as JsonObject ?? throw new FormatException("it holds no object");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ArgumentException($"error while reading encryption provider config {file}: {e.Message}", nameof(file), e);
        }

        return Parse(document, time);
    }

    /// <summary>Reads the document.</summary>
    /// <exception cref="ArgumentException">It makes no sense; the message says what and where.</exception>
    public static EncryptionConfiguration Parse(JsonObject document, TimeProvider time)
    {
        if (document.GetString("kind") != "EncryptionConfiguration" || document.GetString("apiVersion") is not "apiserver.config.k8s.io/v1")
            throw Wrong("", $"no kind \"{document.GetString("kind")}\" is registered for version \"{document.GetString("apiVersion")}\"");
        var configuration = new EncryptionConfiguration();
        var resources = document.GetArray("resources") ?? [];
        if (resources.Count == 0) throw Wrong("resources", "must contain at least one entry");
        for (var i = 0; i < resources.Count; i++)
        {
            var at = $"resources[{i}]";
            var rule = resources[i] as JsonObject ?? throw Wrong(at, "must be an object");
            List<ResourcePattern> patterns = [.. (rule.GetArray("resources") ?? []).OfType<JsonString>().Select(one => ResourcePattern.Parse(one.Value))];
            if (patterns.Count == 0) throw Wrong(at + ".resources", "must contain at least one entry");
            var providers = rule.GetArray("providers") ?? [];
            if (providers.Count == 0) throw Wrong(at + ".providers", "must contain at least one entry");
            configuration.rules.Add((patterns, [.. providers.Select((one, index) => Provider(one as JsonObject, $"{at}.providers[{index}]", time))]));
        }

        return configuration;
    }

    /// <summary>The providers of a resource, by the first rule that names it; null if none does.</summary>
    public IReadOnlyList<IEncryptionProvider>? For(GroupResource resource)
    {
        foreach (var (patterns, providers) in rules)
        {
            if (patterns.Exists(pattern => pattern.Matches(resource))) return providers;
        }

        return null;
    }

    private static IEncryptionProvider Provider(JsonObject? provider, string at, TimeProvider time)
    {
        if (provider is not { Count: 1 }) throw Wrong(at, "must contain exactly one provider type");
        var (kind, settings) = provider.First();
        var body = settings as JsonObject ?? [];
        at = $"{at}.{kind}";
        return kind switch
        {
            "identity" => new IdentityProvider(),
            "aescbc" => new KeyedProvider("k8s:enc:aescbc:v1:", Keys(body, at, 16, 24, 32), new AesCbcCipher()),
            "aesgcm" => new KeyedProvider("k8s:enc:aesgcm:v1:", Keys(body, at, 16, 24, 32), new AesGcmCipher()),
            "secretbox" => new KeyedProvider("k8s:enc:secretbox:v1:", Keys(body, at, 32), new SecretBoxCipher()),
            "kms" => Kms(body, at, time),
            _ => throw Wrong(at, "unknown provider"),
        };
    }

    private static List<NamedKey> Keys(JsonObject body, string at, params int[] sizes)
    {
        var keys = new List<NamedKey>();
        foreach (var (index, item) in (body.GetArray("keys") ?? []).Index())
        {
            var key = item as JsonObject ?? [];
            var where = $"{at}.keys[{index}]";
            if (key.GetString("name") is not { Length: > 0 } name) throw Wrong(where + ".name", "Required value: secret must have a name");
            if (name.Contains(':', StringComparison.Ordinal)) throw Wrong(where + ".name", "must not contain a colon");
            var secret = new byte[64];
            if (!Convert.TryFromBase64String(key.GetString("secret") ?? "", secret, out var length)) throw Wrong(where + ".secret", "secret must be base64 encoded");
            if (!sizes.Contains(length))
                throw Wrong(where + ".secret", $"secret is not of the expected length, got {length}, expected one of [{string.Join(' ', sizes)}]");
            keys.Add(new NamedKey(name, secret[..length]));
        }

        return keys.Count > 0 ? keys : throw Wrong(at + ".keys", "must contain at least one key");
    }

    private static KmsProvider Kms(JsonObject body, string at, TimeProvider time)
    {
        if (body.GetString("apiVersion") != "v2") throw Wrong(at + ".apiVersion", "unsupported apiVersion for KMS provider, only v2 is supported");
        if (body.GetString("name") is not { Length: > 0 } name || name.Contains(':', StringComparison.Ordinal)) throw Wrong(at + ".name", "must be set and must not contain a colon");
        if (!Uri.TryCreate(body.GetString("endpoint"), UriKind.Absolute, out var endpoint) || endpoint.Scheme != "unix")
            throw Wrong(at + ".endpoint", "endpoint must be a unix:// address");
        var timeout = TimeSpan.FromSeconds(3);
        if (body.GetString("timeout") is { } text && (!GoDuration.TryParse(text, out timeout) || timeout <= TimeSpan.Zero)) throw Wrong(at + ".timeout", "timeout should be a positive value");
        return new KmsProvider(name, endpoint.Host + endpoint.AbsolutePath, timeout, time);
    }

    private static ArgumentException Wrong(string at, string what) => new($"invalid encryption configuration: {at}: {what}");
}
