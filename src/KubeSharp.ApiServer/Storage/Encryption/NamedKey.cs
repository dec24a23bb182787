namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>A key of the configuration.</summary>
/// <param name="Name">Its name, which stands in what it encrypts.</param>
/// <param name="Secret">Its bytes.</param>
internal sealed record NamedKey(string Name, byte[] Secret);
