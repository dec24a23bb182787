namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>A key management service as the configuration describes it.</summary>
/// <param name="Name">The provider's name, which stands in what it encrypts.</param>
/// <param name="Socket">The path of the service's Unix socket.</param>
/// <param name="Timeout">How long one call may take.</param>
internal sealed record KmsSettings(string Name, string Socket, TimeSpan Timeout);
