using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Resources.Autoscaling.Scale;

/// <summary>GET, PUT and PATCH of the scale subresource of the workload kinds.</summary>
internal sealed class ScaleHandler : IResourceHandler
{
    private static readonly BodyKind Scale = BodyKind.Of("autoscaling", "v1", "Scale");

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        if (HttpMethods.IsGet(request.Http.Method))
        {
            var answer = await request.Core.Reader.GetAsync(request.Stored, request.Key, null, request.Cancelled);
            if (answer.Error is not null) return answer.Error;
            if (answer.Value.Object is not { } found) return StatusError.NotFound(request.GroupResource, request.Name);
            return await WriteAsync(request, found);
        }

        return HttpMethods.IsPut(request.Http.Method) ? await PutAsync(request) : await PatchAsync(request);
    }

    private static async ValueTask<StatusError?> PutAsync(ResourceRequest request)
    {
        var options = WriteOptions.Parse(request.Http, "UpdateOptions");
        if (options.Error is not null) return options.Error;
        var body = await DocumentReader.ReadAsync(request, options.Value!, Scale);
        if (body.Error is not null) return body.Error;
        if (DocumentReader.CheckIdentity(request, body.Value!, nameFromUrl: true) is { } mismatch) return mismatch;
        return await UpdateAsync(request, options.Value!, "UpdateOptions", _ => body.Value!);
    }

    private static async ValueTask<StatusError?> PatchAsync(ResourceRequest request)
    {
        if (PatchBody.TypeOf(request) is not { } type) return PatchBody.UnknownType(request);
        var options = WriteOptions.Parse(request.Http, "PatchOptions", type == PatchType.Apply);
        if (options.Error is not null) return options.Error;
        var body = await BodyReader.ReadAsync(request.Http, request.Core.Options.MaxRequestBodyBytes, request.Cancelled);
        if (body.Error is not null) return body.Error;
        var patch = PatchBody.Parse(type, body.Value);
        if (patch.Error is not null) return patch.Error;
        return await UpdateAsync(request, options.Value!, "PatchOptions", workload =>
        {
            var patched = patch.Value!.Apply(ScaleView.Of(workload, request.Strategy.ScalePaths), Scale.Schema);
            if (patched.Error is not null) return patched.Error;
            var decoded = DocumentDecoder.Decode(patched.Value!, Scale.Schema);
            if (decoded.Object is { } scale) return DocumentReader.CheckIdentity(request, scale, nameFromUrl: true) is { } mismatch ? mismatch : scale;
            return StatusError.Invalid(default, "", [FieldError.InvalidRaw(FieldPath.Of("patch"), "\"<object>\"", decoded.Error!)]);
        });
    }

    private static async ValueTask<StatusError?> UpdateAsync(
        ResourceRequest request, WriteOptions options, string optionsKind, Func<JsonObject, Result<JsonObject>> wanted)
    {
        var context = WriteContexts.For(request, options, optionsKind, "scale");
        var updated = await request.Core.Objects.UpdateAsync(context, workload =>
        {
            var scale = wanted(workload);
            if (scale.Error is not null) return new ValueTask<Result<JsonObject>>(scale.Error);
            var scaled = Apply(workload.Clone(), scale.Value!, request.Strategy.ScalePaths);
            return new ValueTask<Result<JsonObject>>(
                scaled.Error is not null ? scaled.Error : Ownership.Note(request, context.FieldManager, "scale", workload, scaled.Value!));
        });
        return updated.Error is not null ? updated.Error : await WriteAsync(request, updated.Value!.Object);
    }

    private static Result<JsonObject> Apply(JsonObject workload, JsonObject scale, ScalePaths? paths)
    {
        var errors = new ErrorList();
        var replicas = scale.GetObject("spec")?.GetInt64("replicas") ?? 0;
        var metadata = new Metadata(scale);
        if (replicas < 0) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("replicas"), replicas, "must be greater than or equal to 0"));
        if (errors.ToStatus(new GroupKind("autoscaling", "Scale"), metadata.Name) is { } invalid) return invalid;
        new Metadata(workload).ResourceVersion = metadata.ResourceVersion;
        new Metadata(workload).Uid = metadata.Uid;
        if (paths is null) workload.GetOrAddObject("spec").Set("replicas", replicas);
        else paths.SetWanted(workload, replicas);
        return workload;
    }

    private static async ValueTask<StatusError?> WriteAsync(ResourceRequest request, StoredObject workload)
    {
        await ObjectWriter.WriteAsync(request.Context, 200, request.Accepted with { Shape = OutputShape.Object }, ScaleView.Of(workload.Document, request.Strategy.ScalePaths));
        return null;
    }
}
