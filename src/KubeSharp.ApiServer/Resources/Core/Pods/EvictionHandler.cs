using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>POST to pods/NAME/eviction: a deletion that disruption budgets may forbid.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/</remarks>
internal sealed class EvictionHandler : IResourceHandler
{
    private static readonly BodyKind Eviction = BodyKind.Of("policy", "v1", "Eviction");

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = WriteOptions.Parse(request.Http, "CreateOptions");
        if (options.Error is not null) return options.Error;
        var body = await DocumentReader.ReadAsync(request, options.Value!, Eviction);
        if (body.Error is not null) return body.Error;
        var eviction = body.Value!;
        if (new Metadata(eviction).Name is { Length: > 0 } name && name != request.Name)
        {
            return StatusError.BadRequest("name in URL does not match name in Eviction object");
        }

        var deletion = DeleteOptionsReader.Check(eviction.GetObject("deleteOptions") ?? new JsonObject());
        if (deletion.Error is not null) return deletion.Error;
        var dryRun = options.Value!.DryRun || deletion.Value!.Write.DryRun;
        var found = await request.Core.Reader.GetAsync(request.Stored, request.Key, null, request.Cancelled);
        if (found.Error is not null) return found.Error;
        if (found.Value.Object is not { } pod) return StatusError.NotFound(new GroupResource("", "pods"), request.Name);
        var wanted = deletion.Value!.Request;
        if (wanted.Uid is null or { Length: 0 } || wanted.Uid == new Metadata(pod.Document).Uid)
        {
            var refusal = await DisruptionBudgets.TakeAsync(request, pod.Document, dryRun);
            if (refusal is not null) return refusal;
        }

        var context = WriteContexts.For(request, options.Value with { DryRun = dryRun }, "DeleteOptions", "");
        var deleted = await request.Core.Deleter.DeleteAsync(context, wanted);
        if (deleted.Error is not null) return deleted.Error;
        await ObjectWriter.WriteAsync(request.Context, 201, request.Accepted with { Shape = OutputShape.Object }, Success.Created());
        return null;
    }
}
