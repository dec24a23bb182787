namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Where to connect to.</summary>
/// <param name="Host">An IP address or a DNS name.</param>
/// <param name="Port">The port.</param>
internal sealed record ServiceAddress(string Host, int Port);
