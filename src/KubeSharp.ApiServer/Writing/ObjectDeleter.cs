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
            var read = await StoredForm.ReadAsync(resource, StoreReader.Wire(current), context.Cancelled);
            if (read.Error is not null) return read.Error;
            var old = read.Value!;
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
                if (written.Error is not null) return written.Error;
                if (written.Value is not { } now) continue;
                if (!step.ThenDelete) return new DeleteResult(now, Gone: false);
                if (context.DryRun) return new DeleteResult(now, Gone: true);
                (old, current) = (now, current with { ModRevision = now.Revision });
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

    // Null without an error: somebody else was faster.
    private async ValueTask<Result<StoredObject>> MarkAsync(WriteContext context, JsonObject marked, StoreEntry current)
    {
        context.Resource.Strategy.PrepareForGracefulDelete(context, marked);
        var bytes = await StoredForm.EncodeAsync(context.Resource, marked, context.Cancelled);
        if (bytes.Error is not null) return bytes.Error;
        if (context.DryRun)
        {
            var seen = new StoredObject(current.Key, current.ModRevision, ResourceVersionSplice.Insert(bytes.Value!, current.ModRevision));
            return await StoredForm.ReadAsync(context.Resource, seen, context.Cancelled);
        }

        var answer = await store.PutAsync(current.Key, bytes.Value!, current.ModRevision, context.Resource.Strategy.TimeToLive, context.Cancelled);
        return answer.Succeeded ? await StoredForm.ReadAsync(context.Resource, StoreReader.Wire(answer.Entry!), context.Cancelled) : default;
    }

    /// <summary>Why the object is not the one that is meant; null if it is.</summary>
    public static StatusError? CheckPreconditions(StoredResource resource, StoredObject old, DeleteRequest request)
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
