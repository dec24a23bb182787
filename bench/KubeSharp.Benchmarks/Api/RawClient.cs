using System.Buffers.Text;
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

    /// <summary>The status of the last answer.</summary>
    public int Status { get; private set; }

    /// <summary>Connects, with a client certificate if one is given.</summary>
    public static async Task<RawClient> ConnectAsync(int port, X509Certificate2? certificate = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

#pragma warning disable CA5359 // The server is this program's own.
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
    public static byte[] Request(string path, bool token = true) => Request("GET", path, token: token);

    /// <summary>A request, with a body if one is given.</summary>
    public static byte[] Request(string method, string path, ReadOnlySpan<byte> body = default, string type = "application/json", bool token = false)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: application/json\r\n");
        if (token) head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {ApiHost.Token}\r\n");
        if (body.Length > 0) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\nContent-Length: {body.Length}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    /// <summary>Sends a request and reads the whole answer, which must be a good one.</summary>
    /// <returns>The length of the body; the body itself goes to <paramref name="body"/> if that is given.</returns>
    public async ValueTask<long> GetAsync(ReadOnlyMemory<byte> request, MemoryStream? body = null)
    {
        var length = await SendAsync(request, body);
        return Status is 200 or 201 ? length : throw new InvalidOperationException($"The server answered {Status}.");
    }

    /// <summary>Sends a request and reads the whole answer, whatever it is.</summary>
    /// <returns>The length of the body.</returns>
    public async ValueTask<long> SendAsync(ReadOnlyMemory<byte> request, MemoryStream? body = null)
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
            var chunk = await ReadChunkSizeAsync();
            await SkipAsync(chunk, body);
            await SkipAsync(2, null);
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
        if (Status != 200) throw new InvalidOperationException($"The server answered {Status}.");
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

    /// <summary>Reads the bytes that have come, whatever they are; the chunked encoding is left in.</summary>
    /// <returns>Nothing when the server ended the answer.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadSomeAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await _stream.ReadAsync(_buffer, cancellationToken);
        }

        var part = _buffer.AsMemory(_start, _end - _start);
        _start = _end;
        return part;
    }

    public void Dispose() => _stream.Dispose();

    private static int CountFrames(ReadOnlySpan<byte> bytes) => bytes.Count("}\n"u8);

    // The length of the body; -1 for a chunked one.
    private async ValueTask<long> ReadHeadAsync()
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = _buffer.AsSpan(_start, end + 2);
                _start += end + 4;
                Status = Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _) ? status : 0;
                var at = head.IndexOf("Content-Length: "u8);
                if (at < 0) return head.IndexOf("Transfer-Encoding: chunked"u8) >= 0 ? -1 : 0;
                return Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out long length, out _) ? length : 0;
            }

            await FillAsync();
        }
    }

    private async ValueTask<int> ReadChunkSizeAsync()
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (at >= 0)
            {
                if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, at), out int size, out _, 'x')) throw new InvalidDataException("a chunk without a size");
                _start += at + 2;
                return size;
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
