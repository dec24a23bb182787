using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>
/// Streams a list as JSON, each object's bytes as they lie in the cache. Whatever the list's size, it costs one buffer: a slow client is waited for.
/// </summary>
internal sealed class ListBodyWriter
{
    private const int FlushAfter = 64 * 1024;
    private readonly ResourceRequest request;
    private readonly ObjectPage page;
    private readonly byte[] head;
    private readonly byte[] typeMeta;
    private readonly bool stored;

    public ListBodyWriter(ResourceRequest request, ObjectPage page, JsonObject metadata)
    {
        this.request = request;
        this.page = page;
        var definition = request.Resource.Definition;
        stored = request.Resource.IsStoredVersion;
        head =
        [
            .. Encoding.UTF8.GetBytes($"{{\"kind\":\"{definition.ListKind}\",\"apiVersion\":\"{definition.ApiVersion}\",\"metadata\":"),
            .. metadata.ToUtf8Bytes(),
            .. ",\"items\":["u8,
        ];
        // Kind and version of built-in kinds are said once, by the list.
        typeMeta = request.Stored.IsCustom ? [] : Encoding.UTF8.GetBytes($"{{\"kind\":\"{definition.Kind}\",\"apiVersion\":\"{definition.ApiVersion}\",");
    }

    /// <summary>Sends the list.</summary>
    public async Task SendAsync()
    {
        var response = request.Context.Response;
        response.StatusCode = 200;
        response.ContentType = Accepted.Json;
        var size = Size();
        if (BodyWriter.WantsGzip(request.Context, size))
        {
            BodyWriter.SayGzip(response);
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
            var writer = PipeWriter.Create(gzip, new StreamPipeWriterOptions(leaveOpen: true));
            await WriteAsync(writer);
            await writer.CompleteAsync();
            return;
        }

        // The size of converted objects is not known before they are converted.
        if (stored) response.ContentLength = size;
        await WriteAsync(response.BodyWriter);
    }

    private async Task WriteAsync(PipeWriter output)
    {
        output.Write(head);
        var unflushed = head.Length;
        for (var i = 0; i < page.Items.Count; i++)
        {
            unflushed += WriteItem(output, page.Items[i], first: i == 0);
            if (unflushed < FlushAfter) continue;
            await output.FlushAsync(request.Cancelled);
            unflushed = 0;
        }

        output.Write("]}"u8);
        await output.FlushAsync(request.Cancelled);
    }

    private int WriteItem(PipeWriter output, StoredObject item, bool first)
    {
        var json = stored ? item.Json.Span : ObjectAnswerWriter.Convert(request, item).ToUtf8Bytes();
        if (!first) output.Write(","u8);
        if (!IsStripped(json))
        {
            output.Write(json);
            return json.Length;
        }

        output.Write("{"u8);
        output.Write(json[typeMeta.Length..]);
        return json.Length - typeMeta.Length;
    }

    private bool IsStripped(ReadOnlySpan<byte> json) => typeMeta.Length > 0 && json.StartsWith(typeMeta);

    private long Size()
    {
        long size = head.Length + 2 + Math.Max(0, page.Items.Count - 1);
        for (var i = 0; i < page.Items.Count; i++)
        {
            var json = page.Items[i].Json.Span;
            size += json.Length - (IsStripped(json) ? typeMeta.Length - 1 : 0);
        }

        return size;
    }
}
