using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>POST to pods/NAME/eviction: a deletion that disruption budgets may forbid.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/</remarks>
internal sealed class EvictionHandler : IResourceHandler
{
    private static readonly BodyKind Eviction = BodyKind.Of("policy", "v1", "Eviction") with { AlsoVersion = "v1beta1" };

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = WriteOptions.Parse(request.Http, "CreateOptions");
        if (options.Error is not null) return options.Error;
        var body = await DocumentReader.ReadAsync(request, options.Value!, Eviction);
        if (body.Error is not null) return body.Error;
        var eviction = body.Value!;
        var context = WriteContexts.For(request, options.Value!, "CreateOptions", "eviction");
        if (await AdmitAsync(context, eviction) is { } denied) return denied;
        if (new Metadata(eviction).Name != request.Name) return StatusError.BadRequest("name in URL does not match name in Eviction object");
        var deletion = DeleteOptionsReader.Check(eviction.GetObject("deleteOptions") ?? new JsonObject());
        if (deletion.Error is not null) return deletion.Error;
        var dryRun = options.Value!.DryRun || deletion.Value!.Write.DryRun;
        var found = await request.Core.Reader.GetAsync(request.Stored, request.Key, null, request.Cancelled);
        if (found.Error is not null) return found.Error;
        if (found.Value.Object is not { } pod) return StatusError.NotFound(new GroupResource("", "pods"), request.Name);
        var wanted = deletion.Value!.Request;
        if (ObjectDeleter.CheckPreconditions(request.Stored, pod, wanted) is { } conflict) return conflict;
        if (!IsHarmless(pod.Document) && await DisruptionBudgets.TakeAsync(request, pod.Document, dryRun) is { } refusal)
        {
            if (!ReferenceEquals(refusal, DisruptionBudgets.TooMany)) return refusal;
            await ObjectWriter.WriteAsync(request.Context, 201, request.Accepted with { Shape = OutputShape.Object }, refusal.ToJson());
            return null;
        }

        if (!dryRun && await MarkAsync(request, context) is { } failed) return failed;
        // What was asked of the version that was there holds for the one that is marked.
        var deleted = await request.Core.Deleter.DeleteAsync(OwnWrite(request, context, dryRun), wanted with { ResourceVersion = null });
        if (deleted.Error is not null) return deleted.Error;
        await ObjectWriter.WriteAsync(request.Context, 201, request.Accepted with { Shape = OutputShape.Object }, Success.Created());
        return null;
    }

    // A pod that has ended or never began disrupts nobody; nor does one that is being deleted.
    private static bool IsHarmless(JsonObject pod) => pod.FindString("status", "phase") is "Succeeded" or "Failed" or "Pending" or null || new Metadata(pod).IsBeingDeleted;

    // Admission judges the eviction, not the deletion that follows from it.
    private static async ValueTask<StatusError?> AdmitAsync(WriteContext context, JsonObject eviction)
    {
        if (context.Admission is not { } admission) return null;
        var question = new AdmissionAttributes
        {
            Operation = AdmissionOperation.Create,
            Kind = Eviction.Kind,
            Resource = context.RequestedResource,
            Subresource = "eviction",
            Namespace = context.Namespace,
            Name = context.Name,
            Object = eviction,
            Options = context.Options,
            DryRun = context.DryRun,
            User = context.User,
            AddWarning = context.AddWarning,
        };
        return await admission.AdmitAsync(question, context.Cancelled) ?? await admission.ValidateAsync(question, context.Cancelled);
    }

    // Says why the pod goes, for whoever counts failures.
    private static async ValueTask<StatusError?> MarkAsync(ResourceRequest request, WriteContext context)
    {
        var marked = await request.Core.Objects.UpdateAsync(OwnWrite(request, context, dryRun: false), pod =>
        {
            PodConditions.Set(pod, "DisruptionTarget", "True", Timestamps.Now(request.Core.Time), "EvictionByEvictionAPI", "Eviction API: evicting");
            return new ValueTask<Result<JsonObject>>(pod);
        });
        return marked.Error;
    }

    private static WriteContext OwnWrite(ResourceRequest request, WriteContext context, bool dryRun) => new()
    {
        Resource = request.Stored,
        Subresource = "status",
        Namespace = context.Namespace,
        Name = context.Name,
        User = UserInfo.Loopback,
        Time = context.Time,
        DryRun = dryRun,
        Cancelled = context.Cancelled,
    };
}
