namespace KubeSharp.Proxy.Model;

/// <summary>What the rules need to know of the node they are for.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Zone">The node's zone; empty when it has none.</param>
internal sealed record NodeFacts(string Name, string Zone = "");
