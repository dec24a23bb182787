namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>A provider as the configuration describes it.</summary>
/// <param name="Kind"><c>identity</c>, <c>aescbc</c>, <c>aesgcm</c>, <c>secretbox</c> or <c>kms</c>.</param>
/// <param name="Keys">The keys of those that have keys.</param>
/// <param name="Kms">Where the service is, of <c>kms</c>.</param>
internal sealed record ProviderSettings(string Kind, IReadOnlyList<NamedKey> Keys, KmsSettings? Kms = null);
