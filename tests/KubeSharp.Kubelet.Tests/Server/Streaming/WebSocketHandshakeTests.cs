using KubeSharp.Kubelet.Server.Streaming;

namespace KubeSharp.Kubelet.Tests.Server.Streaming;

public sealed class WebSocketHandshakeTests
{
    [Fact]
    public void The_key_is_answered_as_the_example_of_the_rfc() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketHandshake.AcceptKey("dGhlIHNhbXBsZSBub25jZQ=="));
}
