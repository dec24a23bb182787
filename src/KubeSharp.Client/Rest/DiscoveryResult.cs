namespace KubeSharp.Client;

/// <summary>What a server has, as far as it could be asked.</summary>
/// <param name="Resources">The resources, without subresources.</param>
/// <param name="Failures">Group versions that did not answer, with why.</param>
public sealed record DiscoveryResult(IReadOnlyList<DiscoveredResource> Resources, IReadOnlyDictionary<string, string> Failures);
