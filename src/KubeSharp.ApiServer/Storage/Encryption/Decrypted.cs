namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>A value that was read.</summary>
/// <param name="Value">The value.</param>
/// <param name="Stale">Whether another key than the provider's first one was needed.</param>
internal readonly record struct Decrypted(ReadOnlyMemory<byte> Value, bool Stale);
