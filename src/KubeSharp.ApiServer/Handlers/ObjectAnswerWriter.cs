using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Answers with one stored object in the version, shape and format that the client wants.</summary>
internal static class ObjectAnswerWriter
{
    public static async ValueTask<StatusError?> WriteAsync(ResourceRequest request, int status, StoredObject found)
    {
        var accepted = request.Accepted;
        switch (accepted.Shape)
        {
            case OutputShape.Table:
                var table = TableBuilder.Build(request, [found], null);
                if (table.Error is not null) return table.Error;
                await ObjectWriter.WriteAsync(request.Context, status, accepted, table.Value!);
                return null;
            case OutputShape.PartialMetadata:
                await ObjectWriter.WriteAsync(request.Context, status, accepted, PartialMetadata.Of(found.Document, accepted.Version));
                return null;
            case OutputShape.PartialMetadataList:
                return StatusError.NotAcceptable("you requested PartialObjectMetadataList, but the requested object is not a list "
                    + $"(*{GoTypes.Name(request.Resource.Definition)})");
            default:
                if (request.Resource.IsStoredVersion) await ObjectWriter.WriteJsonAsync(request.Context, status, accepted, found.Json);
                else await ObjectWriter.WriteAsync(request.Context, status, accepted, Convert(request, found));
                return null;
        }
    }

    /// <summary>The object in the version that was asked for; a document that nobody else holds.</summary>
    public static JsonObject Convert(ResourceRequest request, StoredObject found) =>
        request.Strategy.Convert(found.Document.Clone(), request.Resource.Definition.ApiVersion);
}
