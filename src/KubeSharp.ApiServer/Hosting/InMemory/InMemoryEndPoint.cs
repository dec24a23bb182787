using System.Net;

namespace KubeSharp.ApiServer.Hosting.InMemory;

/// <summary>The "address" of the in-memory listener: reachable only by holding the transport.</summary>
internal sealed class InMemoryEndPoint : EndPoint
{
    public static InMemoryEndPoint Instance { get; } = new();

    public override string ToString() => "in-memory";
}
