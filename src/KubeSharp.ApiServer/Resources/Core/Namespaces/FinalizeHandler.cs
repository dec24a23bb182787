using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Resources.Core.Namespaces;

/// <summary>PUT of namespaces/NAME/finalize: takes finalizers off the spec; the last one lets a deleted namespace go.</summary>
internal sealed class FinalizeHandler : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = WriteOptions.Parse(request.Http, "UpdateOptions");
        if (options.Error is not null) return options.Error;
        var body = await DocumentReader.ReadStoredAsync(request, options.Value!);
        if (body.Error is not null) return body.Error;
        if (DocumentReader.CheckIdentity(request, body.Value!, nameFromUrl: true) is { } mismatch) return mismatch;
        var context = WriteContexts.For(request, options.Value!, "UpdateOptions", "finalize");
        var updated = await request.Core.Objects.UpdateAsync(
            context, old => new ValueTask<Result<JsonObject>>(Ownership.Note(request, context.FieldManager, "finalize", old, body.Value!.Clone())));
        return updated.Error is not null ? updated.Error : await ObjectAnswerWriter.WriteAsync(request, 200, updated.Value!.Object);
    }
}
