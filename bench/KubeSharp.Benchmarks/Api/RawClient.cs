using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeSharp.Benchmarks.Api;

/// <summary>HTTP/1.1 over TLS with next to no cost of its own, so that what is measured is the server.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly SslStream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawClient(SslStream stream) => _stream = stream;

    /// <summary>Connects, with a client certificate if one is given.</summary>
    public static async Task<RawClient> ConnectAsync(int port, X509Certificate2? certificate = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
#pragma warning disable CA5359 // The server is in this process.
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            AllowTlsResume = false,
        });
        return new RawClient(stream);
    }

    /// <summary>A GET; with a token unless the connection has a certificate to say who asks.</summary>
    public static byte[] Request(string path, bool token = true) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: application/json\r\n"
        + $"{(token ? $"Authorization: Bearer {ApiHost.Token}\r\n" : "")}\r\n");

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>The length of the body; the body itself goes to <paramref name="body"/> if that is given.</returns>
    public async ValueTask<long> GetAsync(byte[] request, MemoryStream? body = null)
    {
        await _stream.WriteAsync(request);
        var length = await ReadHeadAsync();
        if (length >= 0)
        {
            await SkipAsync(length, body);
            return length;
        }

        long total = 0;
        while (true)
        {
            var chunk = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await SkipAsync(chunk, body);
            await ReadLineAsync();
            if (chunk == 0)
                return total;
            total += chunk;
        }
    }

    /// <summary>Sends a request whose answer does not end; the head is read.</summary>
    public async Task StreamAsync(byte[] request)
    {
        await _stream.WriteAsync(request);
        await ReadHeadAsync();
    }

    /// <summary>Reads until that many lines have gone by, frames of JSON being lines. Lines of the chunked encoding end in CR LF and do not count.</summary>
    public async Task ReadFramesAsync(int frames)
    {
        while (true)
        {
            frames -= CountFrames(_buffer.AsSpan(_start, _end - _start));
            if (frames <= 0)
            {
                _start = _end = 0;
                return;
            }

            // The last byte stays, to tell "}\n" that two reads split.
            var kept = _end > 0 ? _buffer[_end - 1] : (byte)0;
            _buffer[0] = kept == (byte)'}' ? kept : (byte)0;
            _start = 0;
            var read = await _stream.ReadAsync(_buffer.AsMemory(1));
            if (read == 0)
                throw new EndOfStreamException("The server ended the watch.");
            _end = 1 + read;
        }
    }

    public void Dispose() => _stream.Dispose();

    private static int CountFrames(ReadOnlySpan<byte> bytes) => bytes.Count("}\n"u8);

    private async ValueTask<long> ReadHeadAsync()
    {
        long length = -1;
        var first = true;
        while (true)
        {
            var line = await ReadLineAsync();
            if (first && !line.Contains("200", StringComparison.Ordinal))
                throw new InvalidOperationException(line);
            first = false;
            if (line.Length == 0)
                return length;
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = long.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
        }
    }

    private async ValueTask<string> ReadLineAsync()
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (at >= 0)
            {
                var line = Encoding.ASCII.GetString(_buffer, _start, at);
                _start += at + 2;
                return line;
            }

            await FillAsync();
        }
    }

    private async ValueTask SkipAsync(long length, MemoryStream? body)
    {
        while (length > 0)
        {
            if (_start == _end)
                await FillAsync();
            var part = (int)Math.Min(length, _end - _start);
            body?.Write(_buffer, _start, part);
            _start += part;
            length -= part;
        }
    }

    private async ValueTask FillAsync()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        var read = await _stream.ReadAsync(_buffer.AsMemory(_end));
        if (read == 0)
            throw new EndOfStreamException("The server closed the connection.");
        _end += read;
    }
}
