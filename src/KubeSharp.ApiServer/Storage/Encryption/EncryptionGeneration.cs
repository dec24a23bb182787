using KubeSharp.ApiMachinery;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>The providers of one configuration, in force together until another configuration takes over.</summary>
internal sealed class EncryptionGeneration : IDisposable
{
    private readonly Dictionary<ResourcePattern, IEncryptionProvider[]> providers = [];
    private readonly KmsProvider[] services;

    /// <summary>Makes the providers; services are not spoken to yet.</summary>
    public EncryptionGeneration(EncryptionConfiguration configuration, Func<KmsSettings, KmsProvider> connect)
    {
        Hash = configuration.Hash;
        foreach (var rule in configuration.Rules)
        {
            // Providers with state are shared by all resources of the rule.
            IEncryptionProvider[] made = [.. rule.Providers.Select(one => Make(one, connect))];
            // A resource that is named twice is read by what both entries say and written by the first.
            foreach (var resource in rule.Resources) providers[resource] = providers.TryGetValue(resource, out var earlier) ? [.. earlier, .. made] : made;
        }

        services = [.. providers.Values.SelectMany(one => one).OfType<KmsProvider>().Distinct()];
    }

    /// <summary>The SHA-256 of the file.</summary>
    public string Hash { get; }

    /// <summary>The key management services in use.</summary>
    public IReadOnlyList<KmsProvider> Services => services;

    /// <summary>The providers of a resource, the first of which writes; null if nothing is said of it.</summary>
    public IReadOnlyList<IEncryptionProvider>? For(GroupResource resource)
    {
        var pattern = ResourcePattern.Of(resource);
        return providers.GetValueOrDefault(pattern) ?? providers.GetValueOrDefault(pattern.WholeGroup) ?? providers.GetValueOrDefault(ResourcePattern.Everything);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var service in services) service.Dispose();
    }

    private static IEncryptionProvider Make(ProviderSettings settings, Func<KmsSettings, KmsProvider> connect) => settings.Kind switch
    {
        "identity" => new IdentityProvider(),
        "aescbc" => new KeyedProvider("k8s:enc:aescbc:v1:", "AES", settings.Keys, new AesCbcCipher()),
        "aesgcm" => new KeyedProvider("k8s:enc:aesgcm:v1:", "AES", settings.Keys, new AesGcmCipher()),
        "secretbox" => new KeyedProvider("k8s:enc:secretbox:v1:", "Secretbox", settings.Keys, new SecretBoxCipher()),
        _ => connect(settings.Kms!),
    };
}
