using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>POST to a collection.</summary>
internal sealed class CreateHandler : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = WriteOptions.Parse(request.Http, "CreateOptions");
        if (options.Error is not null) return options.Error;
        var document = await DocumentReader.ReadStoredAsync(request, options.Value!);
        if (document.Error is not null) return document.Error;
        if (DocumentReader.CheckIdentity(request, document.Value!, nameFromUrl: false) is { } mismatch) return mismatch;
        var context = WriteContexts.For(request, options.Value!, "CreateOptions", "", name: "");
        SystemMetadata.Wipe(new Metadata(document.Value!));
        OwnerReferences.Deduplicate(document.Value!, request.Context.AddWarning, patched: false);
        Ownership.Note(request, context.FieldManager, "", null, document.Value!);
        var created = await request.Core.Objects.CreateAsync(context, document.Value!);
        if (created.Error is not null) return created.Error;
        return await ObjectAnswerWriter.WriteAsync(request, 201, created.Value!);
    }
}
