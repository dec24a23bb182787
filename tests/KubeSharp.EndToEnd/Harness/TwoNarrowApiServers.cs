namespace KubeSharp.EndToEnd.Harness;

/// <summary>Two API servers with so few addresses and ports that both must try for the same ones: 61 addresses besides the first, and 50 ports.</summary>
public sealed class TwoNarrowApiServers() : TwoApiServers("--service-cluster-ip-range=10.0.0.0/26", "--service-node-port-range=30000-30049");
