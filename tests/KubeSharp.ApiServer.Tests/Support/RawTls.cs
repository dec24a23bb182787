using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>A TLS connection on which a test says what it likes, byte by byte.</summary>
internal sealed class RawTls : IDisposable
{
    private readonly TcpClient tcp;

    private RawTls(TcpClient tcp, SslStream stream)
    {
        this.tcp = tcp;
        Stream = stream;
    }

    public SslStream Stream { get; }

    public static async Task<RawTls> ConnectAsync(int port, X509Certificate2? certificate = null)
    {
        var tcp = new TcpClient { ReceiveBufferSize = 4096 };
        await tcp.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var stream = new SslStream(tcp.GetStream(), false, (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificates = certificate is null ? null : [certificate] }, TestContext.Current.CancellationToken);
        return new RawTls(tcp, stream);
    }

    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Sends a piece again and again until the server will hear no more, or has been sent so many.</summary>
    public async Task SendForeverAsync(string piece, int most)
    {
        var bytes = Encoding.Latin1.GetBytes(piece);
        try
        {
            for (var i = 0; i < most; i++) await Stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Cut off, as it should be.
        }
    }

    /// <summary>All that the server says until it closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[16384];
        try
        {
            while (await Stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count) text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // A connection that is reset has ended, too.
        }

        return text.ToString();
    }

    public void Dispose()
    {
        Stream.Dispose();
        tcp.Dispose();
    }
}
