using KubeSharp.Host;

namespace KubeSharp.Tests.Host;

public sealed class PortHoldersTests
{
    [Fact]
    public void Only_listening_sockets_count()
    {
        var found = PortHolders.Parse(
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0",
            "   1: 0100007F:1F90 0100007F:1234 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0",
            "   2: 00000000000000000000000000000000:280A 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4713 1 0 100",
        ]);
        Assert.Equal(new Dictionary<int, string> { [6443] = "4711", [10250] = "4713" }, found);
    }

    [Fact]
    public void The_holder_of_a_port_is_named()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var found = Assert.Single(PortHolders.Find([(port, "a test")]));
        Assert.Contains($"(process {Environment.ProcessId})", found.Holder);
    }
}
