using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>DELETE of a collection: every object that the selectors choose, each by itself.</summary>
internal sealed class DeleteCollectionHandler : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var read = ReadOptions.Parse(request.Http, watch: false);
        if (read.Error is not null) return read.Error;
        var filter = SelectionFilter.For(request, read.Value!);
        if (filter.Error is not null) return filter.Error;
        var options = await DeleteOptionsReader.ReadAsync(request);
        if (options.Error is not null) return options.Error;
        DeleteOptionsReader.Warn(request, options.Value!);
        var page = await ListHandler.ReadAsync(request, read.Value!, filter.Value!);
        if (page.Error is not null) return page.Error;
        foreach (var item in page.Value!.Items)
        {
            var identity = request.Stored.Split(item.Key);
            var context = WriteContexts.For(request, options.Value!.Write, "DeleteOptions", "", identity.Name, identity.Namespace, collection: true);
            var deletion = options.Value.Request with { Uid = options.Value.Request.Uid ?? new Metadata(item.Document).Uid };
            var deleted = await request.Core.Deleter.DeleteAsync(context, deletion);
            // Somebody else may have been faster: gone is gone.
            if (deleted.Error is { Code: not 404 } error && !IsReplaced(error)) return error;
        }

        return await ListAnswerWriter.WriteAsync(request, read.Value!, page.Value);
    }

    private static bool IsReplaced(StatusError error) => error.Code == 409 && error.Message.Contains("UID in the precondition", StringComparison.Ordinal);
}
