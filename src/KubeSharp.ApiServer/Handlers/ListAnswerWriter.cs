using System.Buffers;
using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Answers with a list. In the usual case the stored bytes of the objects are put one after the other, unparsed.</summary>
internal static class ListAnswerWriter
{
    public static async ValueTask<StatusError?> WriteAsync(ResourceRequest request, ReadOptions options, ObjectPage page)
    {
        var accepted = request.Accepted;
        var metadata = Metadata(request, options, page);
        switch (accepted.Shape)
        {
            case OutputShape.Table:
                var table = TableBuilder.Build(request, page.Items, metadata);
                if (table.Error is not null) return table.Error;
                await ObjectWriter.WriteAsync(request.Context, 200, accepted, table.Value!);
                return null;
            case OutputShape.PartialMetadata:
                return StatusError.NotAcceptable("you requested PartialObjectMetadata, but the requested object is a list "
                    + $"(*{GoTypes.Name(request.Resource.Definition)}List)");
            case OutputShape.PartialMetadataList:
                await ObjectWriter.WriteAsync(request.Context, 200, accepted, PartialList(request, page, metadata, accepted.Version));
                return null;
            case var _ when accepted.Format == OutputFormat.Json && !PrettyPrint.Wanted(request.Http) && request.Context.Audit is not { WantsResponses: true }:
                await new ListBodyWriter(request, page, metadata).SendAsync();
                return null;
            default:
                await ObjectWriter.WriteJsonAsync(request.Context, 200, accepted, Encode(request, page, metadata));
                return null;
        }
    }

    private static JsonObject Metadata(ResourceRequest request, ReadOptions options, ObjectPage page)
    {
        var metadata = new JsonObject { { "resourceVersion", page.Revision.ToString(CultureInfo.InvariantCulture) } };
        if (!page.More || page.Items.Count == 0)
        {
            // Lists of custom objects have the member always.
            if (request.Stored.IsCustom && request.Accepted.Shape == OutputShape.Object) metadata.Insert(0, "continue", JsonString.Empty);
            return metadata;
        }

        var prefix = request.Stored.Prefix(request.Namespace);
        metadata.Set("continue", ContinueToken.After(page.Revision, prefix, page.Items[^1].Key).ToString());
        if (page.Remaining is { } remaining && options.Labels.IsEverything && options.Fields.IsEverything) metadata.Set("remainingItemCount", remaining);
        return metadata;
    }

    private static JsonObject PartialList(ResourceRequest request, ObjectPage page, JsonObject metadata, string version)
    {
        var items = new JsonArray(page.Items.Count);
        foreach (var item in page.Items) items.Add(PartialMetadata.Of(item.Document, version, request.Strategy));
        return new JsonObject
        {
            { "kind", "PartialObjectMetadataList" },
            { "apiVersion", $"meta.k8s.io/{version}" },
            { "metadata", metadata },
            { "items", items },
        };
    }

    private static ReadOnlyMemory<byte> Encode(ResourceRequest request, ObjectPage page, JsonObject metadata)
    {
        var definition = request.Resource.Definition;
        var size = 256;
        foreach (var item in page.Items) size += item.Json.Length;
        var output = new ArrayBufferWriter<byte>(size);
        output.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{definition.ListKind}\",\"apiVersion\":\"{definition.ApiVersion}\",\"metadata\":"));
        output.Write(metadata.ToUtf8Bytes());
        output.Write(",\"items\":["u8);
        var typeMeta = Encoding.UTF8.GetBytes($"{{\"kind\":\"{definition.Kind}\",\"apiVersion\":\"{definition.ApiVersion}\",");
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            var json = request.Resource.IsStoredVersion ? page.Items[i].Json : ObjectAnswerWriter.Convert(request, page.Items[i]).ToUtf8Bytes();
            // Kind and version of built-in kinds are said once, by the list.
            if (!request.Stored.IsCustom && json.Span.StartsWith(typeMeta))
            {
                output.Write("{"u8);
                json = json[typeMeta.Length..];
            }

            output.Write(json.Span);
        }

        output.Write("]}"u8);
        return output.WrittenMemory;
    }
}
