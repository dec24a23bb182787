namespace KubeSharp.Kubelet.Server.Spdy;

/// <summary>The peer broke the protocol; the connection cannot go on.</summary>
internal sealed class SpdyProtocolException(string message) : IOException("SPDY: " + message);
