using KubeSharp.Models.Core.V1;

namespace KubeSharp.Client;

/// <summary>
/// Decides what becomes of an event: written anew, counted onto an earlier one, combined with similar ones, or dropped.
/// Pure but for its memory. Not thread-safe.
/// </summary>
internal sealed class EventCorrelator(EventCorrelatorOptions options, TimeProvider time)
{
    private readonly LruCache<SourceKey, TokenBucket> spam = new(options.Memory);
    private readonly LruCache<ReasonKey, Similar> similar = new(options.Memory);
    private readonly LruCache<(ReasonKey Reason, string Message), Observation> observed = new(options.Memory);

    /// <summary>The event as it should be written, or null when its source talks too much.</summary>
    /// <param name="e">A fresh event with count 1. Changed in place.</param>
    public CorrelatedEvent? Correlate(Event e)
    {
        DateTimeOffset now = time.GetUtcNow();
        var source = new SourceKey(
            e.Source.Component, e.Source.Host, e.InvolvedObject.Kind, e.InvolvedObject.Namespace, e.InvolvedObject.Name, e.InvolvedObject.Uid);
        var reason = new ReasonKey(source, e.InvolvedObject.ApiVersion, e.InvolvedObject.FieldPath, e.Type, e.Reason);
        string message = e.Message ?? "";

        Similar group = similar.GetOrAdd(reason, static () => new Similar());
        if (now - group.Last > options.SimilarInterval) group.Messages.Clear();
        group.Last = now;
        group.Messages.Add(message);
        bool combined = group.Messages.Count >= options.SimilarEvents;
        if (combined)
        {
            // Any one may go: only how many there are matters.
            group.Messages.Remove(message);
            e.Message = "(combined from similar events): " + message;
        }

        Observation seen = observed.GetOrAdd((reason, combined ? "" : message), static () => new Observation());
        seen.Count++;
        if (seen.Count == 1)
        {
            seen.First = e.FirstTimestamp;
            seen.Name = e.Metadata.Name;
        }
        else
        {
            e.Metadata.Name = seen.Name;
            e.FirstTimestamp = seen.First;
            e.Count = seen.Count;
        }

        TokenBucket bucket = spam.GetOrAdd(source, () => new TokenBucket(1 / options.SpamInterval.TotalSeconds, options.SpamBurst, time));
        return bucket.TryTake() ? new CorrelatedEvent(e, IsRepeat: seen.Count > 1) : null;
    }

    private sealed class Similar
    {
        public HashSet<string> Messages { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset Last { get; set; }
    }

    private sealed class Observation
    {
        public int Count { get; set; }

        public string? Name { get; set; }

        public ApiMachinery.Values.Time? First { get; set; }
    }

    private readonly record struct SourceKey(string? Component, string? Host, string? Kind, string? Namespace, string? Name, string? Uid);

    private readonly record struct ReasonKey(SourceKey Source, string? ApiVersion, string? FieldPath, string? Type, string? Reason);
}
