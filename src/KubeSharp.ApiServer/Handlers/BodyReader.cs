using System.Buffers;
using KubeSharp.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Reads the body of a request, up to a limit.</summary>
internal static class BodyReader
{
    public static async ValueTask<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit) return TooLarge(request, limit);
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge(request, limit);
            }

            if (read.IsCompleted)
            {
                ReadOnlyMemory<byte> body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // The rest of the body may be endless: the connection ends with the answer (on HTTP/2 the stream does).
    private static StatusError TooLarge(HttpRequest request, long limit)
    {
        if (!HttpProtocol.IsHttp2(request.Protocol)) request.HttpContext.Response.Headers.Connection = "close";
        return StatusError.RequestEntityTooLarge($"limit is {limit}");
    }
}
