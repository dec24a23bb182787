using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Writing;

/// <summary>Creates and updates objects of any kind: the kind's rules, admission, and compare-and-swap against the store.</summary>
/// <remarks>Deletions are in <see cref="ObjectDeleter"/>.</remarks>
internal sealed class ObjectStore(IStore store, IObjectReader cache)
{
    private const int NameAttempts = 8;

    /// <summary>Creates an object.</summary>
    /// <param name="context">The circumstances.</param>
    /// <param name="document">Decoded, defaulted, in the stored version, with managedFields. It is changed.</param>
    public async ValueTask<Result<StoredObject>> CreateAsync(WriteContext context, JsonObject document)
    {
        var metadata = new Metadata(document);
        if (metadata.ResourceVersion.Length > 0) return StatusError.Unclassified("resourceVersion should not be set on objects to be created");
        var generated = metadata.Name.Length == 0 && metadata.GenerateName.Length > 0;
        if (context.Admission is { } admission
            && await admission.AdmitAsync(context.Ask(AdmissionOperation.Create, document, null, metadata.Name), context.Cancelled) is { } refusal)
        {
            return refusal;
        }

        for (var attempt = 1; ; attempt++)
        {
            var candidate = generated ? document.Clone() : document;
            if (generated) new Metadata(candidate).Name = GeneratedNames.Complete(metadata.GenerateName);
            var result = await TryCreateAsync(context, candidate);
            if (!generated || result.Error is not { Reason: StatusReason.AlreadyExists }) return result;
            if (attempt == NameAttempts) return StatusError.GenerateNameConflict(context.Resource.Name, new Metadata(candidate).Name, 1);
        }
    }

    /// <summary>Reads, changes and writes back an object until nobody interferes.</summary>
    /// <remarks>
    /// What the cache has is tried first: where it is right, which the compare-and-swap proves, nothing has to be read from the store. Nothing but a write
    /// that happened counts of such a try.
    /// </remarks>
    /// <param name="context">The circumstances; <see cref="WriteContext.Name"/> says which object.</param>
    /// <param name="transform">
    /// Makes the object that is wanted from the one that is there (never null, may be changed). Its metadata.resourceVersion, if set, must be the current one.
    /// </param>
    /// <param name="create">Makes the object if there is none; null answers 404.</param>
    public async ValueTask<Result<UpdateResult>> UpdateAsync(
        WriteContext context,
        Func<JsonObject, ValueTask<Result<JsonObject>>> transform,
        Func<ValueTask<Result<JsonObject>>>? create = null)
    {
        var resource = context.Resource;
        var key = resource.Key(context.Namespace, context.Name);
        var guess = context.DryRun ? null : Guess(resource, key);
        var guessed = guess is null ? default : await TryAsync(context, transform, guess, Unspliced(guess));
        if (guessed is { Error: null, Value.Unchanged: false }) return guessed;
        for (var attempt = 0; ; attempt++)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            if (attempt > 0) await Backoff(attempt, context);
            var current = (await store.GetAsync(key, 0, context.Cancelled)).Entry;
            if (current is null)
            {
                if (create is null) return StatusError.NotFound(resource.Name, context.Name);
                var fresh = await create();
                if (fresh.Error is not null) return fresh.Error;
                // Who updates what may not be there can name a version, which then says nothing.
                new Metadata(fresh.Value!).ResourceVersion = "";
                var made = await CreateAsync(context, fresh.Value!);
                if (made.Error is { Reason: StatusReason.AlreadyExists }) continue;
                return made.Error is null ? new UpdateResult(made.Value!, Created: true) : made.Error;
            }

            // The cache was right: so is what it led to.
            if (attempt == 0 && current.ModRevision == guess?.Revision && !current.Stale && IsAnswer(guessed)) return guessed;
            var result = await TryAsync(context, transform, StoreReader.Wire(current), current);
            // Whoever named a version is refused when it is read anew; whoever made the object from what is there makes it again.
            if (IsAnswer(result)) return result;
        }
    }

    // A copy: its document is this request's own.
    private StoredObject? Guess(StoredResource resource, string key) =>
        cache.TryGet(resource, key, 0, out var known) && known.Object is { } found ? new StoredObject(found.Key, found.Revision, found.Json) : null;

    private static StoreEntry Unspliced(StoredObject cached) => new(cached.Key, ResourceVersionSplice.Remove(cached.Json.Span), 0, cached.Revision);

    // Otherwise somebody else was faster, or the cache trailed.
    private static bool IsAnswer(Result<UpdateResult> result) => result.Error is not null || result.Value is not null;

    private async ValueTask<Result<UpdateResult>> TryAsync(
        WriteContext context, Func<JsonObject, ValueTask<Result<JsonObject>>> transform, StoredObject wire, StoreEntry current)
    {
        var read = await StoredForm.ReadAsync(context.Resource, wire, context.Cancelled);
        if (read.Error is not null) return read.Error;
        var old = read.Value!;
        if (CheckUid(context, old) is { } other) return other;
        var wanted = await transform(old.Document.Clone());
        if (wanted.Error is not null) return wanted.Error;
        var document = wanted.Value!;
        return CheckPreconditions(context, new Metadata(document), old) is { } conflict ? conflict : await TryUpdateAsync(context, document, old, current);
    }

    private async ValueTask<Result<StoredObject>> TryCreateAsync(WriteContext context, JsonObject document)
    {
        var resource = context.Resource;
        var strategy = resource.Strategy;
        var metadata = new Metadata(document);
        SystemMetadata.Fill(metadata, context);
        if (strategy.TracksGeneration) metadata.Generation = 1;
        var reservation = await strategy.ReserveAsync(context, document, null);
        if (reservation.Error is not null) return reservation.Error;
        var result = await WriteNewAsync(context, document);
        // Not after an exception: whether the write came to be is not known then, and what it holds is looked after by a repair.
        if (reservation.Value is { } held) await held.CompleteAsync(result.Error is null && !context.DryRun);
        return result;
    }

    private async ValueTask<Result<StoredObject>> WriteNewAsync(WriteContext context, JsonObject document)
    {
        var resource = context.Resource;
        var strategy = resource.Strategy;
        var metadata = new Metadata(document);
        strategy.PrepareForCreate(context, document);
        if (ObjectChecks.Create(context, document) is { } invalid) return invalid;
        strategy.Warn(context, document, null);
        var question = context.Ask(AdmissionOperation.Create, document, null, metadata.Name);
        if (context.Admission is { } admission && await admission.ValidateAsync(question, context.Cancelled) is { } refusal) return refusal;
        var key = resource.Key(metadata.Namespace, metadata.Name);
        if (await strategy.BeginWriteAsync(context, document, null) is { } refused) return refused;
        var written = false;
        try
        {
            var bytes = await StoredForm.EncodeAsync(resource, document, context.Cancelled);
            if (bytes.Error is not null) return bytes.Error;
            if (context.DryRun)
            {
                var existing = (await store.GetAsync(key, 0, context.Cancelled)).Entry;
                if (existing is not null) return AlreadyExists(resource, metadata.Name, existing);
                return await StoredForm.ReadAsync(resource, new StoredObject(key, 0, bytes.Value!), context.Cancelled);
            }

            var answer = await store.PutAsync(key, bytes.Value!, 0, strategy.TimeToLive, context.Cancelled);
            if (!answer.Succeeded) return AlreadyExists(resource, metadata.Name, answer.Entry);
            written = true;
            return await StoredForm.ReadAsync(resource, StoreReader.Wire(answer.Entry!), context.Cancelled);
        }
        finally
        {
            await strategy.EndWriteAsync(context, document, null, written);
        }
    }

    // Null without an error: somebody else was faster.
    private async ValueTask<Result<UpdateResult>> TryUpdateAsync(WriteContext context, JsonObject document, StoredObject old, StoreEntry current)
    {
        var strategy = context.Resource.Strategy;
        var question = context.Ask(AdmissionOperation.Update, document, old.Document, context.Name);
        if (context is { Admission: { } mutating, View: null } && await mutating.AdmitAsync(question, context.Cancelled) is { } refusal) return refusal;
        var reservation = context.Subresource.Length == 0 ? await strategy.ReserveAsync(context, document, old.Document) : default;
        if (reservation.Error is not null) return reservation.Error;
        var result = await WriteChangedAsync(context, document, old, current, question);
        var written = result is { Error: null, Value.Unchanged: false } && !context.DryRun;
        if (reservation.Value is { } held) await held.CompleteAsync(written);
        return result;
    }

    private async ValueTask<Result<UpdateResult>> WriteChangedAsync(
        WriteContext context, JsonObject document, StoredObject old, StoreEntry current, AdmissionAttributes question)
    {
        var strategy = context.Resource.Strategy;
        SystemMetadata.Keep(context, document, old.Document);
        if (ObjectChecks.Update(context, document, old.Document) is { } invalid) return invalid;
        strategy.Warn(context, document, old.Document);
        if (context.Admission is { } validating && await validating.ValidateAsync(question, context.Cancelled) is { } veto) return veto;

        FieldManager.IgnoreChangedTimes(old.Document, document);
        var metadata = new Metadata(document);
        var bytes = await StoredForm.EncodeAsync(context.Resource, document, context.Cancelled);
        if (bytes.Error is not null) return bytes.Error;
        if (!current.Stale && bytes.Value.AsSpan().SequenceEqual(current.Value.Span)) return new UpdateResult(old, Unchanged: true);
        if (IsFinished(metadata) && !strategy.WaitsForFinalizers(document)) return await FinishDeletionAsync(context, document, bytes.Value!, current);
        if (await strategy.BeginWriteAsync(context, document, old.Document) is { } refused) return refused;
        // The strategy may have added what it allocated.
        if (context.Resource.Codec is null) bytes = StoredForm.Encode(context.Resource.StoredDefinition.Schema, document);
        var written = false;
        try
        {
            if (context.DryRun) return await SeenAsync(context, Wire(current, bytes.Value!));
            var answer = await store.PutAsync(current.Key, bytes.Value!, current.ModRevision, strategy.TimeToLive, context.Cancelled);
            if (!answer.Succeeded) return default;
            written = true;
            return await SeenAsync(context, StoreReader.Wire(answer.Entry!));
        }
        finally
        {
            await strategy.EndWriteAsync(context, document, old.Document, written);
        }
    }

    // The last finalizer of a deleted object was taken away: it goes instead of being updated.
    private async ValueTask<Result<UpdateResult>> FinishDeletionAsync(WriteContext context, JsonObject document, byte[] bytes, StoreEntry current)
    {
        var answer = Wire(current, bytes);
        if (context.DryRun) return await SeenAsync(context, answer);
        var deleted = await store.DeleteAsync(current.Key, current.ModRevision, context.Cancelled);
        if (!deleted.Succeeded) return default;
        await context.Resource.Strategy.EndWriteAsync(context, null, document, written: true);
        return await SeenAsync(context, answer);
    }

    private static StoredObject Wire(StoreEntry current, byte[] bytes) => new(current.Key, current.ModRevision, ResourceVersionSplice.Insert(bytes, current.ModRevision));

    private static async ValueTask<Result<UpdateResult>> SeenAsync(WriteContext context, StoredObject stored)
    {
        var read = await StoredForm.ReadAsync(context.Resource, stored, context.Cancelled);
        return read.Error is not null ? read.Error : new UpdateResult(read.Value!);
    }

    private static bool IsFinished(Metadata metadata) =>
        metadata.IsBeingDeleted && (metadata.DeletionGracePeriodSeconds ?? 0) == 0 && metadata.Json.GetArray("finalizers") is not { Count: > 0 };

    // Whoever names the object by its UID means no other, whatever else is asked.
    private static StatusError? CheckUid(WriteContext context, StoredObject old)
    {
        var uid = new Metadata(old.Document).Uid;
        if (context.PreconditionUid.Length == 0 || context.PreconditionUid == uid) return null;
        return StatusError.Conflict(
            context.Resource.Name,
            context.Name,
            $"StorageError: invalid object, Code: 4, Key: {old.Key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: "
                + $"UID in precondition: {context.PreconditionUid}, UID in object meta: {uid}");
    }

    private static StatusError? CheckPreconditions(WriteContext context, Metadata metadata, StoredObject old)
    {
        var resource = context.Resource;
        var before = new Metadata(old.Document);
        var version = metadata.ResourceVersion;
        if (version.Length == 0 || version == "0")
        {
            if (resource.Strategy.AllowUnconditionalUpdate) metadata.ResourceVersion = before.ResourceVersion;
            else return ObjectChecks.VersionMissing(resource, context.Name);
            return null;
        }

        if (!ApiMachinery.ResourceVersion.TryParse(version, out _, out var error)) return StatusError.Unclassified(error);
        return version == before.ResourceVersion ? null : StatusError.Modified(resource.Name, context.Name);
    }

    private static StatusError AlreadyExists(StoredResource resource, string name, StoreEntry? existing)
    {
        var error = StatusError.AlreadyExists(resource.Name, name);
        if (existing is null || !new Metadata(JsonParser.ParseObject(existing.Value.Span)).IsBeingDeleted) return error;
        return error with { Message = "object is being deleted: " + error.Message };
    }

    private static Task Backoff(int attempt, WriteContext context) =>
        attempt < 3 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 1 << Math.Min(attempt, 7))), context.Time, context.Cancelled);
}
