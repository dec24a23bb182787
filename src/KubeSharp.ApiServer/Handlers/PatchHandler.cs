using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>PATCH of an object, or of a subresource with the same shape, with any of the four kinds of patch.</summary>
/// <remarks>https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply</remarks>
internal sealed class PatchHandler(string subresource) : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        if (PatchBody.TypeOf(request) is not { } type) return PatchBody.UnknownType(request);
        var parsed = WriteOptions.Parse(request.Http, "PatchOptions", type == PatchType.Apply);
        if (parsed.Error is not null) return parsed.Error;
        var body = await BodyReader.ReadAsync(request.Http, request.Core.Options.MaxRequestBodyBytes, request.Cancelled);
        if (body.Error is not null) return body.Error;
        var context = WriteContexts.For(request, parsed.Value!, "PatchOptions", subresource);
        request.Context.Audit?.Patched(body.Value, yaml: type == PatchType.Apply);
        return type == PatchType.Apply
            ? await new ApplyPatch(request, parsed.Value!, context).HandleAsync(body.Value)
            : await PatchAsync(request, parsed.Value!, context, type, body.Value);
    }

    private async ValueTask<StatusError?> PatchAsync(
        ResourceRequest request, WriteOptions options, WriteContext context, PatchType type, ReadOnlyMemory<byte> body)
    {
        var patch = PatchBody.Parse(type, body);
        if (patch.Error is not null) return patch.Error;
        var updated = await request.Core.Objects.UpdateAsync(
            context, old => new ValueTask<Result<JsonObject>>(Patch(request, options, context, patch.Value!, old)));
        if (updated.Error is not null) return updated.Error;
        return await ObjectAnswerWriter.WriteAsync(request, 200, updated.Value!.Object);
    }

    private Result<JsonObject> Patch(ResourceRequest request, WriteOptions options, WriteContext context, PatchBody patch, JsonObject old)
    {
        var definition = request.Resource.Definition;
        var before = request.Resource.IsStoredVersion ? old.Clone() : request.Strategy.Convert(old.Clone(), definition.ApiVersion);
        var patched = patch.Apply(before, definition.Schema);
        if (patched.Error is not null) return patched.Error;

        var decoded = PatchedDocument.Decode(request, options, BodyKind.Of(definition), patch, patched.Value!);
        if (decoded.Error is not null) return decoded.Error;

        var document = DocumentReader.Complete(request, decoded.Value!);
        if (DocumentReader.CheckIdentity(request, document, nameFromUrl: true) is { } mismatch) return mismatch;
        OwnerReferences.Deduplicate(document, request.Context.AddWarning, patched: true);
        return Ownership.Note(request, context.FieldManager, subresource, old, document);
    }
}
