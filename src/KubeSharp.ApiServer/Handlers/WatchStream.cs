using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Writes watch events: chooses, shapes and frames them.</summary>
internal sealed class WatchStream(ResourceRequest request, SelectionFilter filter, CancellationToken ending)
{
    private static readonly ReadOnlyMemory<byte> Added = "ADDED"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Modified = "MODIFIED"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Deleted = "DELETED"u8.ToArray();

    private PipeWriter? output;
    private bool columnsSaid;

    /// <summary>Whether the answer has begun, so that errors can only be events.</summary>
    public bool HasStarted => output is not null;

    public async ValueTask StartAsync()
    {
        var response = request.Context.Response;
        response.StatusCode = 200;
        response.ContentType = IsProtobuf ? request.Accepted.ContentType + ";stream=watch" : request.Accepted.ContentType;
        await response.StartAsync(ending);
        output = response.BodyWriter;
        await SendAsync();
    }

    public ValueTask FlushAsync() => SendAsync();

    public ValueTask AddedAsync(StoredObject item) => EventAsync(Added, item);

    /// <summary>A change as this watcher sees it: objects that begin or cease to match come and go.</summary>
    public ValueTask ChangeAsync(ObjectChange change)
    {
        var now = change.Current is { } current && filter.Matches(current);
        if (filter.ChoosesAll) now = change.Current is not null;
        var before = change.Previous is { } previous && (filter.ChoosesAll || filter.Matches(previous));
        if (now) return EventAsync(before ? Modified : Added, change.Current!);
        if (!before) return default;
        // What the watcher knew, with the revision at which it lost it.
        var last = change.Previous!;
        if (last.Revision == change.Revision) return EventAsync(Deleted, last);
        var document = last.Document.Clone();
        new Objects.Metadata(document).ResourceVersion = change.Revision.ToString(CultureInfo.InvariantCulture);
        return EventAsync(Deleted, new StoredObject(last.Key, change.Revision, document.ToUtf8Bytes()));
    }

    public ValueTask BookmarkAsync(long revision, bool initialEventsEnd)
    {
        var metadata = new JsonObject { { "resourceVersion", revision.ToString(CultureInfo.InvariantCulture) } };
        if (initialEventsEnd) metadata.Set("annotations", new JsonObject { { "k8s.io/initial-events-end", "true" } });
        var definition = request.Resource.Definition;
        var item = request.Accepted.Shape switch
        {
            OutputShape.Table => new JsonObject
            {
                { "kind", "Table" },
                { "apiVersion", $"meta.k8s.io/{request.Accepted.Version}" },
                { "metadata", metadata },
                { "columnDefinitions", JsonNull.Instance },
                { "rows", new JsonArray() },
            },
            OutputShape.PartialMetadata or OutputShape.PartialMetadataList => new JsonObject
            {
                { "kind", "PartialObjectMetadata" },
                { "apiVersion", $"meta.k8s.io/{request.Accepted.Version}" },
                { "metadata", metadata },
            },
            _ => EmptyObject(definition, metadata),
        };
        Frame("BOOKMARK"u8, item.ToUtf8Bytes());
        return default;
    }

    public async ValueTask ErrorAsync(StatusError error)
    {
        Frame("ERROR"u8, error.ToJson().ToUtf8Bytes());
        await output!.FlushAsync(request.Context.Http.RequestAborted);
    }

    // A slow reader is waited for here, not in memory, and not for ever.
    private ValueTask SendAsync() => PatientFlush.FlushAsync(output!, request.Context, request.Core.Options.SlowReaderPatience, request.Core.Time, ending);

    private static JsonObject EmptyObject(ApiMachinery.Schema.ResourceDefinition definition, JsonObject metadata)
    {
        var item = Registry.EmptyStructs.Of(definition.Schema);
        item.Remove("kind");
        item.Remove("apiVersion");
        item.Remove("metadata");
        item.Insert(0, "kind", new JsonString(definition.Kind));
        item.Insert(1, "apiVersion", new JsonString(definition.ApiVersion));
        item.Insert(2, "metadata", metadata);
        return item;
    }

    private async ValueTask EventAsync(ReadOnlyMemory<byte> type, StoredObject item)
    {
        Frame(type.Span, Shape(item).Span);
        if (output!.CanGetUnflushedBytes && output.UnflushedBytes > 64 * 1024) await SendAsync();
    }

    private ReadOnlyMemory<byte> Shape(StoredObject item)
    {
        switch (request.Accepted.Shape)
        {
            case OutputShape.Table:
                var table = TableBuilder.Build(request, [item], null, columns: !columnsSaid);
                columnsSaid = true;
                return (table.Value ?? table.Error!.ToJson()).ToUtf8Bytes();
            case OutputShape.PartialMetadata or OutputShape.PartialMetadataList:
                return PartialMetadata.Of(item.Document, request.Accepted.Version, request.Strategy).ToUtf8Bytes();
            default:
                return request.Resource.IsStoredVersion ? item.Json : ObjectAnswerWriter.Convert(request, item).ToUtf8Bytes();
        }
    }

    private bool IsProtobuf => request.Accepted.Format == OutputFormat.Protobuf && request.Stored is { IsCustom: false };

    private void Frame(ReadOnlySpan<byte> type, ReadOnlySpan<byte> json)
    {
        var writer = output!;
        if (IsProtobuf)
        {
            var envelope = Formats.Encode(OutputFormat.Protobuf, JsonParser.ParseObject(json), pretty: false);
            writer.Write(ApiMachinery.Protobuf.KubernetesProtobuf.WatchFrame(System.Text.Encoding.ASCII.GetString(type), envelope.Span));
            return;
        }

        writer.Write("{\"type\":\""u8);
        writer.Write(type);
        writer.Write("\",\"object\":"u8);
        writer.Write(json);
        writer.Write("}\n"u8);
    }
}
