namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>One entry of the configuration: these resources are encrypted by the first of these providers and read by each of them.</summary>
/// <param name="Resources">The resources.</param>
/// <param name="Providers">The providers, at least one.</param>
internal sealed record EncryptionRule(IReadOnlyList<ResourcePattern> Resources, IReadOnlyList<ProviderSettings> Providers);
