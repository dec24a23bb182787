namespace KubeSharp.Network.Routes;

/// <summary>A route to the pods of another node.</summary>
/// <param name="Range">The node's pod range.</param>
/// <param name="Via">The node's address.</param>
/// <param name="Node">The node's name.</param>
internal sealed record PodRoute(string Range, string Via, string Node);
