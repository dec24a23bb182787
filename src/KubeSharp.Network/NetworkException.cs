namespace KubeSharp.Network;

/// <summary>A step of preparing the network failed; the message says which command and what it said.</summary>
public sealed class NetworkException(string message) : Exception(message);
