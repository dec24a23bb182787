using KubeSharp.ApiServer.Storage.Encryption.Protocol;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>What values are encrypted under at present.</summary>
/// <param name="Seed">The seed of the keys.</param>
/// <param name="KeyId">The service's key that encrypted the seed.</param>
/// <param name="Envelope">What goes into the store beside the value.</param>
/// <param name="Until">Until when it may be used to write; it is prolonged as long as the service says that it still uses the key.</param>
internal sealed record KmsSeed(byte[] Seed, string KeyId, EncryptedObject Envelope, DateTimeOffset Until);
