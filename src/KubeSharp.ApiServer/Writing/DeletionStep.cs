using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>What a deletion does to an object next.</summary>
/// <param name="Marked">The object to write first: marked as deleted, with its finalizers; null if there is nothing to write.</param>
/// <param name="ThenDelete">Whether the object goes at once (after <paramref name="Marked"/> was written).</param>
/// <param name="Pending">Whether an earlier deletion is under way and nothing is to be done.</param>
internal readonly record struct DeletionStep(JsonObject? Marked, bool ThenDelete, bool Pending)
{
    /// <summary>Decides, from the object as it is and what is asked.</summary>
    public static DeletionStep Next(WriteContext context, JsonObject current, DeleteRequest request)
    {
        var strategy = context.Resource.Strategy;
        var document = current.Clone();
        var metadata = new Metadata(document);
        var finalizers = GarbageFinalizers.For(metadata.Finalizers, request.Propagation, strategy.DefaultPropagation);
        var now = context.Time.GetUtcNow();
        long? grace;
        if (metadata.IsBeingDeleted)
        {
            // Only a shorter grace period counts; otherwise the deletion that is under way goes on as it is.
            var left = metadata.DeletionGracePeriodSeconds ?? 0;
            if (left > 0)
            {
                if (request.GracePeriodSeconds is not { } shorter || NotNegative(shorter) >= left) return new DeletionStep(null, false, true);
                grace = NotNegative(shorter);
                var start = Timestamps.TryParse(metadata.DeletionTimestamp, out var end) ? end.AddSeconds(-left) : now;
                metadata.DeletionTimestamp = Timestamps.Format(start.AddSeconds(grace.Value));
                metadata.DeletionGracePeriodSeconds = grace;
            }
            else
            {
                grace = null;
            }
        }
        else
        {
            grace = strategy.GracePeriod(document, request.GracePeriodSeconds);
            if (grace is { } seconds) Mark(metadata, now.AddSeconds(seconds), seconds);
        }

        if (finalizers.Count > 0 || strategy.WaitsForFinalizers(document))
        {
            if (!metadata.IsBeingDeleted)
            {
                Mark(metadata, now, 0);
                if (strategy.WaitsForFinalizers(document)) metadata.DeletionGracePeriodSeconds = null;
            }

            metadata.Finalizers = finalizers;
            return JsonValue.DeepEquals(document, current) ? new DeletionStep(null, false, true) : new DeletionStep(document, false, false);
        }

        if (grace is null) return new DeletionStep(null, true, false);
        metadata.Finalizers = finalizers;
        return new DeletionStep(document, ThenDelete: grace == 0, Pending: false);
    }

    // A time in the past would be no time at all; it is taken as the shortest there is.
    private static long NotNegative(long seconds) => seconds < 0 ? 1 : seconds;

    // Whoever looks after the object should see that something new is wanted of it: the generation counts, where there is one.
    private static void Mark(Metadata metadata, DateTimeOffset when, long grace)
    {
        metadata.DeletionTimestamp = Timestamps.Format(when);
        metadata.DeletionGracePeriodSeconds = grace;
        if (metadata.Generation > 0) metadata.Generation++;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"marked={Marked is not null} delete={ThenDelete} pending={Pending}");
}
