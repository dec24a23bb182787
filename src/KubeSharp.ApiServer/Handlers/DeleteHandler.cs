using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>DELETE of one object.</summary>
internal sealed class DeleteHandler : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = await DeleteOptionsReader.ReadAsync(request);
        if (options.Error is not null) return options.Error;
        DeleteOptionsReader.Warn(request, options.Value!);
        var context = WriteContexts.For(request, options.Value!.Write, "DeleteOptions", "");
        var deleted = await request.Core.Deleter.DeleteAsync(context, options.Value.Request);
        if (deleted.Error is not null) return deleted.Error;
        var result = deleted.Value!;
        if (!result.Gone || request.Strategy.AnswersDeletionWithObject) return await ObjectAnswerWriter.WriteAsync(request, 200, result.Object);
        await ObjectWriter.WriteAsync(request.Context, 200, request.Accepted with { Shape = OutputShape.Object }, Success(request, result.Object.Document));
        return null;
    }

    private static JsonObject Success(ResourceRequest request, JsonObject gone)
    {
        var details = new JsonObject { { "name", request.Name } };
        if (request.Resource.Definition.Group.Length > 0) details.Set("group", request.Resource.Definition.Group);
        details.Set("kind", request.Resource.Definition.Plural);
        details.Set("uid", new Metadata(gone).Uid);
        return new JsonObject
        {
            { "kind", "Status" },
            { "apiVersion", "v1" },
            { "metadata", new JsonObject() },
            { "status", "Success" },
            { "details", details },
        };
    }
}
