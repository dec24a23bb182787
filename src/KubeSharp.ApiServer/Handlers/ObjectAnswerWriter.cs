using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Answers with one stored object in the version, shape and format that the client wants.</summary>
internal static class ObjectAnswerWriter
{
    public static ValueTask<StatusError?> WriteAsync(ResourceRequest request, int status, StoredObject found)
    {
        if (request.Accepted.Shape != OutputShape.Object) return ShapeAsync(request, status, found);
        return Done(request.Resource.IsStoredVersion
            ? ObjectWriter.WriteJsonAsync(request.Context, status, request.Accepted, found.Json)
            : ObjectWriter.WriteAsync(request.Context, status, request.Accepted, Convert(request, found)));
    }

    private static ValueTask<StatusError?> Done(Task writing) => writing.IsCompletedSuccessfully ? default : WaitAsync(writing);

    private static async ValueTask<StatusError?> WaitAsync(Task writing)
    {
        await writing;
        return null;
    }

    private static ValueTask<StatusError?> ShapeAsync(ResourceRequest request, int status, StoredObject found)
    {
        var accepted = request.Accepted;
        switch (accepted.Shape)
        {
            case OutputShape.Table:
                var table = TableBuilder.Build(request, [found], null);
                return table.Error is not null ? new(table.Error) : Done(ObjectWriter.WriteAsync(request.Context, status, accepted, table.Value!));
            case OutputShape.PartialMetadata:
                return Done(ObjectWriter.WriteAsync(request.Context, status, accepted, PartialMetadata.Of(found.Document, accepted.Version, request.Strategy)));
            default:
                return new(StatusError.NotAcceptable("you requested PartialObjectMetadataList, but the requested object is not a list "
                    + $"(*{GoTypes.Name(request.Resource.Definition)})"));
        }
    }

    /// <summary>The object in the version that was asked for; a document that nobody else holds.</summary>
    public static JsonObject Convert(ResourceRequest request, StoredObject found) =>
        request.Strategy.Convert(found.Document.Clone(), request.Resource.Definition.ApiVersion);
}
