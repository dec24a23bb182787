using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>PUT of an object, or of a subresource with the same shape (status, ephemeralcontainers, ...).</summary>
internal sealed class UpdateHandler(string subresource) : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var parsed = WriteOptions.Parse(request.Http, "UpdateOptions");
        if (parsed.Error is not null) return parsed.Error;
        var document = await DocumentReader.ReadStoredAsync(request, parsed.Value!);
        if (document.Error is not null) return document.Error;
        var wanted = document.Value!;
        if (DocumentReader.CheckIdentity(request, wanted, nameFromUrl: true) is { } mismatch) return mismatch;
        OwnerReferences.Deduplicate(wanted, request.Context.AddWarning, patched: false);
        var context = WriteContexts.For(request, parsed.Value!, "UpdateOptions", subresource, uid: new Metadata(wanted).Uid);
        var create = subresource.Length == 0 && request.Strategy.AllowCreateOnUpdate
            ? async () => await CreateRight.CheckAsync(request) is { } forbidden
                ? forbidden
                : Ownership.Note(request, context.FieldManager, "", null, wanted.Clone())
            : (Func<ValueTask<Result<JsonObject>>>?)null;
        var updated = await request.Core.Objects.UpdateAsync(
            context,
            old => new ValueTask<Result<JsonObject>>(Ownership.Note(request, context.FieldManager, subresource, old, wanted.Clone())),
            create);
        if (updated.Error is not null) return updated.Error;
        return await ObjectAnswerWriter.WriteAsync(request, updated.Value!.Created ? 201 : 200, updated.Value.Object);
    }
}
