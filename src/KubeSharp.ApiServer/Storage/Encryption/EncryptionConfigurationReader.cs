using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Configuration;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Reads and checks the file of <c>--encryption-provider-config</c>. Every fault is named with its place, as upstream words it.</summary>
internal static class EncryptionConfigurationReader
{
    private static readonly string[] Kinds = ["aesgcm", "aescbc", "secretbox", "identity", "kms"];
    private static readonly int[] AesKeySizes = [16, 24, 32];
    private static readonly int[] SecretBoxKeySizes = [32];

    /// <summary>Reads the text of the file.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="reloads">Whether the file is followed while the server runs: names of services must then be unique.</param>
    /// <exception cref="FormatException">It makes no sense; the message names every fault.</exception>
    public static EncryptionConfiguration Read(string text, bool reloads)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new FormatException("the file is empty");
        var document = ConfigurationFile.Parse(text, "EncryptionConfiguration", "apiserver.config.k8s.io/v1");
        ConfigurationNode node = new(document);
        ErrorList errors = new();
        HashSet<string> services = new(StringComparer.Ordinal);
        var root = FieldPath.Of("resources");
        List<EncryptionRule> rules = [];
        var nodes = node.Objects("resources");
        if (nodes.Count == 0) errors.Add(FieldError.Required(root, $"at least one {root} is required"));
        for (var i = 0; i < nodes.Count; i++) rules.Add(Rule(nodes[i], root.Index(i), services, reloads, errors));
        node.Finish();
        if (errors.Count > 0) throw new FormatException(errors.ToString());
        CheckOrder(rules);
        return new EncryptionConfiguration(rules, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static EncryptionRule Rule(ConfigurationNode node, FieldPath path, HashSet<string> services, bool reloads, ErrorList errors)
    {
        var (at, from) = (path.Child("resources"), path.Child("providers"));
        var resources = node.Strings("resources");
        if (resources.Count == 0) errors.Add(FieldError.Required(at, $"at least one {at} is required"));
        ResourceNameChecks.Check(resources, at, errors);
        var nodes = node.Objects("providers");
        if (nodes.Count == 0) errors.Add(FieldError.Required(from, $"at least one {from} is required"));
        List<ProviderSettings> providers = [];
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Provider(nodes[i], from.Index(i), services, reloads, errors) is { } provider) providers.Add(provider);
        }

        return new EncryptionRule([.. resources.Select(ResourcePattern.Parse)], providers);
    }

    private static ProviderSettings? Provider(ConfigurationNode node, FieldPath path, HashSet<string> services, bool reloads, ErrorList errors)
    {
        string[] given = [.. Kinds.Where(node.Has)];
        node.Skip(Kinds);
        if (given.Length != 1)
        {
            errors.Add(FieldError.InvalidRaw(
                path,
                given.Length == 0 ? "{}" : $"{{{string.Join(", ", given)}}}",
                given.Length == 0
                    ? "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity"
                    : "more than one provider specified in a single element, should split into different list elements"));
            return null;
        }

        var kind = given[0];
        if (node.Object(kind) is not { } body) return null;
        path = path.Child(kind);
        return kind switch
        {
            "identity" => new ProviderSettings(kind, []),
            "kms" => new ProviderSettings(kind, [], Kms(body, path, services, reloads, errors)),
            _ => new ProviderSettings(kind, Keys(body, path.Child("keys"), kind == "secretbox" ? SecretBoxKeySizes : AesKeySizes, errors)),
        };
    }

    private static List<NamedKey> Keys(ConfigurationNode body, FieldPath path, int[] sizes, ErrorList errors)
    {
        List<NamedKey> keys = [];
        var nodes = body.Objects("keys");
        if (nodes.Count == 0) errors.Add(FieldError.Required(path, "at least one keys is required"));
        for (var i = 0; i < nodes.Count; i++)
        {
            var (name, text) = (nodes[i].String("name") ?? "", nodes[i].String("secret") ?? "");
            var (at, secretAt) = (path.Index(i).Child("name"), path.Index(i).Child("secret"));
            if (name.Length == 0) errors.Add(FieldError.Required(at, "name is a mandatory field for a key"));
            if (text.Length == 0)
            {
                errors.Add(FieldError.Required(secretAt, "secret is a mandatory field for a key"));
                continue;
            }

            var secret = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, secret, out var length))
                errors.Add(FieldError.Invalid(secretAt, "REDACTED", "secrets must be base64 encoded"));
            else if (!sizes.Contains(length))
                errors.Add(FieldError.Invalid(secretAt, "REDACTED", $"secret is not of the expected length, got {length}, expected one of [{string.Join(' ', sizes)}]"));
            else
                keys.Add(new NamedKey(name, secret[..length]));
        }

        return keys;
    }

    private static KmsSettings Kms(ConfigurationNode body, FieldPath path, HashSet<string> services, bool reloads, ErrorList errors)
    {
        // Upstream takes the first version of the protocol where none is named.
        var version = body.String("apiVersion") is { Length: > 0 } named ? named : "v1";
        var name = body.String("name") ?? "";
        var at = path.Child("name");
        if (name.Length == 0) errors.Add(FieldError.Required(at, "name is a mandatory field for a provider"));
        else if (version != "v1" && name.Contains(':', StringComparison.Ordinal)) errors.Add(FieldError.Invalid(at, name, $"invalid KMS provider name {name}, must not contain ':'"));
        else if (!services.Add(name) && (reloads || version != "v1")) errors.Add(FieldError.Invalid(at, name, $"duplicate KMS provider name {name}, names must be unique"));
        var timeout = TimeSpan.FromSeconds(3);
        if (body.Duration("timeout") is { } given) timeout = given;
        if (timeout <= TimeSpan.Zero)
            errors.Add(FieldError.Invalid(path.Child("timeout"), GoDuration.Format(timeout), "timeout should be a positive value"));
        var socket = Socket(body.String("endpoint") ?? "", path.Child("endpoint"), errors);
        var cache = body.Int64("cachesize");
        if (cache is { } size && version != "v1") errors.Add(FieldError.Invalid(path.Child("cachesize"), size, "cachesize is not supported in v2"));
        else if (cache == 0) errors.Add(FieldError.Invalid(path.Child("cachesize"), 0, "cachesize should be a positive value, or negative to disable"));
        if (version == "v1")
            errors.Add(FieldError.Invalid(path.Child("apiVersion"), version, "KMSv1 is deprecated and not served; use KMSv2 instead (apiVersion: v2)"));
        else if (version != "v2")
            errors.Add(FieldError.Invalid(path.Child("apiVersion"), version, "unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported"));
        return new KmsSettings(name, socket, timeout);
    }

    private static string Socket(string endpoint, FieldPath path, ErrorList errors)
    {
        if (endpoint.Length == 0)
        {
            errors.Add(FieldError.Invalid(path, "", "endpoint is a mandatory field for a kms"));
            return "";
        }

        var colon = endpoint.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon > 0 ? endpoint[..colon] : "";
        if (colon == 0) errors.Add(FieldError.Invalid(path, endpoint, $"invalid endpoint for kms provider, error: parse {GoText.Quote(endpoint)}: missing protocol scheme"));
        else if (scheme != "unix") errors.Add(FieldError.Invalid(path, endpoint, $"unsupported scheme {GoText.Quote(scheme)} for KMS provider, only unix is supported"));
        var socket = endpoint[(colon + 1)..];
        if (socket.StartsWith("//", StringComparison.Ordinal)) socket = socket[2..];
        // A name that begins with @ lies in no folder; the kernel marks it with a zero byte.
        if (socket.StartsWith("/@", StringComparison.Ordinal)) socket = socket[1..];
        return socket.StartsWith('@') ? "\0" + socket[1..] : socket;
    }

    // What an earlier entry covers with a star is never looked up in a later one, so a later one is a mistake.
    private static void CheckOrder(List<EncryptionRule> rules)
    {
        HashSet<ResourcePattern> earlier = [];
        foreach (var rule in rules)
        {
            foreach (var resource in rule.Resources)
            {
                if (earlier.Contains(resource.WholeGroup)) throw Masked(resource, resource.WholeGroup);
                if (earlier.Contains(ResourcePattern.Everything)) throw Masked(resource, ResourcePattern.Everything);
            }

            earlier.UnionWith(rule.Resources);
        }

        static FormatException Masked(ResourcePattern resource, ResourcePattern by) => new($"resource \"{resource}\" is masked by earlier rule \"{by}\"");
    }
}
