using System.IO.Pipelines;
using System.Text;
using KubeSharp.Kubelet.Server.Spdy;
using KubeSharp.Kubelet.Server.Streaming;

namespace KubeSharp.Kubelet.Tests.Server;

public sealed class SpdyConnectionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void The_dictionary_has_the_checksum_that_the_protocol_names()
    {
        uint a = 1, b = 0;
        foreach (var octet in SpdyDictionary.Create())
        {
            a = (a + octet) % 65521;
            b = (b + a) % 65521;
        }

        Assert.Equal(0xe3c6a7c2, (b << 16) | a);
    }

    [Fact]
    public void Header_blocks_that_use_the_dictionary_are_understood()
    {
        // Two blocks of one stream, as zlib makes them with the preset dictionary: streamtype error, then port 80.
        using SpdyHeaderReader reader = new();
        var (first, second) = (Convert.FromHexString(FirstBlock), Convert.FromHexString(SecondBlock));
        Assert.Equal(new Dictionary<string, string> { ["streamtype"] = "error", ["accept-encoding"] = "gzip" }, reader.Read(first));
        Assert.Equal(new Dictionary<string, string> { ["streamtype"] = "data", ["port"] = "80" }, reader.Read(second));
    }

    [Fact]
    public async Task Streams_carry_headers_and_bytes_both_ways_and_close_one_way_at_a_time()
    {
        var (client, server) = Connect();
        var opened = await client.OpenStreamAsync([new("streamType", "data"), new("port", "80")], Cancelled);
        var accepted = await server.IncomingStreams.ReadAsync(Cancelled);
        Assert.Equal("80", accepted.Headers["PORT"]);
        await server.AcceptAsync(accepted, Cancelled);
        await opened.Accepted;

        var sent = new byte[300_000];
        new Random(1).NextBytes(sent);
        await opened.WriteAsync(sent, Cancelled);
        await opened.CloseOutputAsync(Cancelled);
        Assert.Equal(sent, await ReadAllAsync(accepted));

        await accepted.WriteAsync(Encoding.UTF8.GetBytes("answer"), Cancelled);
        await accepted.CloseOutputAsync(Cancelled);
        Assert.Equal("answer", Encoding.UTF8.GetString(await ReadAllAsync(opened)));
    }

    [Fact]
    public async Task A_reset_ends_one_stream_and_no_other()
    {
        var (client, server) = Connect();
        var first = await client.OpenStreamAsync([new("a", "1")], Cancelled);
        var second = await client.OpenStreamAsync([new("a", "2")], Cancelled);
        var firstAccepted = await server.IncomingStreams.ReadAsync(Cancelled);
        var secondAccepted = await server.IncomingStreams.ReadAsync(Cancelled);
        await firstAccepted.WriteAsync("last word"u8.ToArray(), Cancelled);
        await firstAccepted.ResetAsync(Cancelled);
        Assert.Equal("last word", Encoding.UTF8.GetString(await ReadAllAsync(first)));
        Assert.True(first.IsBroken);
        Assert.False(second.IsBroken);
        await second.WriteAsync(new byte[] { 1 }, Cancelled);
        await second.CloseOutputAsync(Cancelled);
        Assert.Equal([1], await ReadAllAsync(secondAccepted));
    }

    [Fact]
    public async Task Garbage_ends_the_connection_and_its_streams()
    {
        Pipe toServer = new();
        await using SpdyConnection server = new(new DuplexStream(toServer.Reader.AsStream(), Stream.Null), isServer: true);
        await toServer.Writer.WriteAsync(Enumerable.Repeat((byte)0xFF, 64).ToArray(), Cancelled);
        await toServer.Writer.CompleteAsync();
        await server.RunAsync(Cancelled);
        Assert.False(await server.IncomingStreams.WaitToReadAsync(Cancelled));
    }

    private static (SpdyConnection Client, SpdyConnection Server) Connect()
    {
        Pipe up = new();
        Pipe down = new();
        SpdyConnection client = new(new DuplexStream(down.Reader.AsStream(), up.Writer.AsStream()), isServer: false);
        SpdyConnection server = new(new DuplexStream(up.Reader.AsStream(), down.Writer.AsStream()), isServer: true);
        _ = client.RunAsync(Cancelled);
        _ = server.RunAsync(Cancelled);
        return (client, server);
    }

    private static async Task<byte[]> ReadAllAsync(SpdyStream stream)
    {
        using MemoryStream all = new();
        await ByteRelay.CopyAsync(stream.Input, all.WriteAsync, Cancelled);
        return all.ToArray();
    }

    private const string FirstBlock = "78f9e3c6a7c202e50e703a2b294a4dcc851625aca9a080c65eb0b280ec03000000ffff";
    private const string SecondBlock = "c2aa0b54002542caf22250ba67b23000000000ffff";
}
