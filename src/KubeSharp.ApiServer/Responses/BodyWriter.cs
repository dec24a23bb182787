using System.IO.Compression;
using KubeSharp.ApiServer.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Sends the bytes of an answer, compressed where that pays.</summary>
internal static class BodyWriter
{
    // Below this, compressing costs more than it saves (upstream's limit).
    private const int SmallestCompressed = 128 * 1024;

    public static Task WriteAsync(RequestContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        if (WantsGzip(context, body.Length)) return CompressAsync(context, body);
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        // Without a token: when the client goes, Kestrel completes the write, and making a token of it would cost an allocation a request.
        var writing = response.BodyWriter.WriteAsync(body, CancellationToken.None);
        if (!writing.IsCompletedSuccessfully) return writing.AsTask();
        _ = writing.Result;
        return Task.CompletedTask;
    }

    private static async Task CompressAsync(RequestContext context, ReadOnlyMemory<byte> body)
    {
        SayGzip(context.Response);
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(body, context.Http.RequestAborted);
    }

    /// <summary>Whether a body of that size is sent compressed.</summary>
    public static bool WantsGzip(RequestContext context, long size) =>
        size >= SmallestCompressed && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);

    /// <summary>Sets the headers of a compressed body.</summary>
    public static void SayGzip(HttpResponse response)
    {
        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
    }
}
