using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Apiextensions.Serving;
using KubeSharp.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Resources.Autoscaling.Scale;

/// <summary>GET, PUT and PATCH of the scale subresource of the workload kinds.</summary>
internal sealed class ScaleHandler : IResourceHandler
{
    private static readonly BodyKind Scale = BodyKind.Of("autoscaling", "v1", "Scale");

    /// <summary>Makes the Scale that is wanted from the one that is there, which says who owns its replicas.</summary>
    private delegate Result<JsonObject> Wish(JsonObject live, FieldManager fields, string manager);

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
        return await UpdateAsync(request, options.Value!, "UpdateOptions", (live, fields, manager) => Note(fields, live, body.Value!.Clone(), manager), new Metadata(body.Value!).Uid);
    }

    private static async ValueTask<StatusError?> PatchAsync(ResourceRequest request)
    {
        if (PatchBody.TypeOf(request) is not { } type) return PatchBody.UnknownType(request);
        var options = WriteOptions.Parse(request.Http, "PatchOptions", type == PatchType.Apply);
        if (options.Error is not null) return options.Error;
        var body = await BodyReader.ReadAsync(request.Http, request.Core.Options.MaxRequestBodyBytes, request.Cancelled);
        if (body.Error is not null) return body.Error;
        if (type == PatchType.Apply)
        {
            var configuration = ApplyPatch.ReadConfiguration(request, body.Value, []);
            if (configuration.Error is not null) return configuration.Error;
            return await UpdateAsync(
                request, options.Value!, "PatchOptions", (live, fields, manager) => fields.Apply(live, configuration.Value!, manager, options.Value!.Force == true));
        }

        var patch = PatchBody.Parse(type, body.Value);
        if (patch.Error is not null) return patch.Error;
        return await UpdateAsync(request, options.Value!, "PatchOptions", (live, fields, manager) =>
        {
            var patched = patch.Value!.Apply(live.Clone(), Scale.Schema);
            if (patched.Error is not null) return patched.Error;
            var decoded = PatchedDocument.Decode(request, options.Value!, Scale, patch.Value!, patched.Value!);
            if (decoded.Error is not null) return decoded.Error;
            if (DocumentReader.CheckIdentity(request, decoded.Value!, nameFromUrl: true) is { } mismatch) return mismatch;
            return Note(fields, live, decoded.Value!, manager);
        });
    }

    private static JsonObject Note(FieldManager fields, JsonObject live, JsonObject changed, string manager) =>
        manager.Length == 0 ? changed : fields.Update(live, changed, manager);

    private static async ValueTask<StatusError?> UpdateAsync(ResourceRequest request, WriteOptions options, string optionsKind, Wish wish, string uid = "")
    {
        var view = new SubresourceView(Scale.Kind, workload => ScaleView.Of(workload, request.Strategy.ScalePaths));
        var context = WriteContexts.For(request, options, optionsKind, "scale", uid: uid, view: view);
        var fields = request.Core.Fields.For(Scale, "scale");
        var replicas = request.Strategy.ScalePaths?.Wanted ?? ["spec", "replicas"];
        var set = FieldSet.OfFields(string.Join('.', replicas));
        var owned = new Dictionary<string, FieldSet>(StringComparer.Ordinal)
        {
            [request.Stored.ApiVersion] = set,
            [request.Resource.Definition.ApiVersion] = set,
        };
        var updated = await request.Core.Objects.UpdateAsync(context, async workload =>
        {
            if (Problem(request, workload) is { } problem) return problem;
            var live = ScaleView.Of(workload, request.Strategy.ScalePaths);
            if (request.Strategy.ScalePaths is { } own && workload.Find(own.Wanted) is null) live.GetObject("spec")!.Set("replicas", ScaleView.NotSet);
            if (ScaleOwnership.ToScale(workload, owned) is { Count: > 0 } entries) live.GetObject("metadata")!.Set("managedFields", entries);
            var scale = wish(live, fields, context.FieldManager);
            if (scale.Error is not null) return scale.Error;
            var question = context.AskAboutView(AdmissionOperation.Update, scale.Value!, live);
            if (context.Admission is { } admission && await admission.AdmitAsync(question, context.Cancelled) is { } refusal) return refusal;
            var scaled = Apply(request, workload, scale.Value!);
            if (scaled.Error is null) ScaleOwnership.ToParent(scaled.Value!, scale.Value!, request.Resource.Definition.ApiVersion, owned);
            return scaled;
        });
        return updated.Error is not null ? updated.Error : await WriteAsync(request, updated.Value!.Object);
    }

    private static Result<JsonObject> Apply(ResourceRequest request, JsonObject workload, JsonObject scale)
    {
        var errors = new ErrorList();
        var replicas = scale.GetObject("spec")?.GetInt64("replicas") ?? 0;
        var wanted = new Metadata(scale);
        var metadata = new Metadata(workload);
        // Replicas of custom objects are looked at with the object itself.
        if (request.Strategy.ScalePaths is { } own && replicas == ScaleView.NotSet)
            return StatusError.BadRequest($"the spec replicas field \".{string.Join('.', own.Wanted)}\" cannot be empty");
        if (replicas < 0 && request.Strategy.ScalePaths is null) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("replicas"), replicas, "must be greater than or equal to 0"));
        if (errors.ToStatus(new GroupKind("autoscaling", "Scale"), metadata.Name) is { } invalid) return invalid;
        if (wanted.Uid.Length > 0 && wanted.Uid != metadata.Uid)
        {
            return StatusError.Conflict(
                request.GroupResource with { Resource = request.GroupResource.Resource + "/scale" },
                metadata.Name,
                $"Precondition failed: UID in precondition: {wanted.Uid}, UID in object meta: {metadata.Uid}");
        }

        if (request.Strategy.ScalePaths is null || wanted.ResourceVersion.Length > 0) metadata.ResourceVersion = wanted.ResourceVersion;
        if (request.Strategy.ScalePaths is { } paths) paths.SetWanted(workload, replicas);
        else workload.GetOrAddObject("spec").Set("replicas", replicas);
        return workload;
    }

    // A custom object may have something else where its replicas should stand.
    private static StatusError? Problem(ResourceRequest request, JsonObject workload)
    {
        if (request.Strategy.ScalePaths is not { } paths) return null;
        var problem = ScaleRules.NumberProblem(workload, paths.Wanted) ?? ScaleRules.NumberProblem(workload, paths.Present);
        return problem is null ? null : StatusError.Unclassified(problem);
    }

    private static async ValueTask<StatusError?> WriteAsync(ResourceRequest request, StoredObject workload)
    {
        if (Problem(request, workload.Document) is { } problem) return problem;
        if (request.Strategy.ScalePaths is { } paths && workload.Document.Find(paths.Wanted) is null)
            return StatusError.InternalError($"the spec replicas field \".{string.Join('.', paths.Wanted)}\" does not exist");
        var scale = ScaleView.Of(workload.Document, request.Strategy.ScalePaths);
        await ObjectWriter.WriteAsync(request.Context, 200, request.Accepted with { Shape = OutputShape.Object }, scale);
        return null;
    }
}
