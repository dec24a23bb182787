namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// The file of <c>--encryption-provider-config</c>: which resources are encrypted how
/// (https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/#apiserver-config-k8s-io-v1-EncryptionConfiguration).
/// </summary>
/// <param name="Rules">The entries in the order of the file.</param>
/// <param name="Hash">The SHA-256 of the file, as the metrics name it.</param>
internal sealed record EncryptionConfiguration(IReadOnlyList<EncryptionRule> Rules, string Hash = "");
