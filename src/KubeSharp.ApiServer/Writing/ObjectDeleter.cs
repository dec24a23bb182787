using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Writing;

/// <summary>Deletes objects of any kind: at once, or in steps for those with a grace period or finalizers.</summary>
internal sealed class ObjectDeleter(IStore store)
{
    /// <summary>Deletes the object that <paramref name="context"/> names.</summary>
    public async ValueTask<Result<DeleteResult>> DeleteAsync(WriteContext context, DeleteRequest request)
    {
        var resource = context.Resource;
        var key = resource.Key(context.Namespace, context.Name);
        while (true)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            var current = (await store.GetAsync(key, 0, context.Cancelled)).Entry;
            if (current is null) return StatusError.NotFound(resource.Name, context.Name);
            var old = StoreReader.Wire(current);
            if (CheckPreconditions(resource, old, request) is { } conflict) return conflict;
            if (context.Admission is { } admission)
            {
                var question = context.Ask(AdmissionOperation.Delete, null, old.Document, context.Name);
                if (await admission.AdmitAsync(question, context.Cancelled) is { } refusal) return refusal;
                if (await admission.ValidateAsync(question, context.Cancelled) is { } veto) return veto;
            }

            var step = DeletionStep.Next(context, old.Document, request);
            if (step.Pending) return new DeleteResult(old, Gone: false);
            if (step.Marked is { } marked)
            {
                var written = await MarkAsync(context, marked, current);
                if (written is null) continue;
                if (!step.ThenDelete) return new DeleteResult(written, Gone: false);
                if (context.DryRun) return new DeleteResult(written, Gone: true);
                (old, current) = (written, current with { ModRevision = written.Revision });
            }

            if (context.DryRun) return new DeleteResult(old, Gone: true);
            var deleted = await store.DeleteAsync(key, current.ModRevision, context.Cancelled);
            if (!deleted.Succeeded)
            {
                if (deleted.Entry is null && step.ThenDelete) return new DeleteResult(old, Gone: true);
                continue;
            }

            await resource.Strategy.EndWriteAsync(context, null, old.Document, written: true);
            return new DeleteResult(old, Gone: true);
        }
    }

    private async ValueTask<StoredObject?> MarkAsync(WriteContext context, JsonObject marked, StoreEntry current)
    {
        context.Resource.Strategy.PrepareForGracefulDelete(context, marked);
        var bytes = StoredForm.Encode(context.Resource, marked);
        if (context.DryRun) return new StoredObject(current.Key, current.ModRevision, ResourceVersionSplice.Insert(bytes, current.ModRevision));
        var answer = await store.PutAsync(current.Key, bytes, current.ModRevision, context.Resource.Strategy.TimeToLive, context.Cancelled);
        return answer.Succeeded ? StoreReader.Wire(answer.Entry!) : null;
    }

    private static StatusError? CheckPreconditions(StoredResource resource, StoredObject old, DeleteRequest request)
    {
        var metadata = new Metadata(old.Document);
        var named = new GroupResource(resource.StoredDefinition.Group, resource.Kind);
        if (request.Uid is { } uid && uid != metadata.Uid)
        {
            return StatusError.Conflict(
                named,
                metadata.Name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({metadata.Uid}). "
                    + "The object might have been deleted and then recreated");
        }

        if (request.ResourceVersion is { } version && version != metadata.ResourceVersion)
        {
            return StatusError.Conflict(
                named,
                metadata.Name,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({metadata.ResourceVersion}). "
                    + "The object might have been modified");
        }

        return null;
    }
}
