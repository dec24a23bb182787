using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>One limit on the rate of events: for the whole server, a namespace, a user, or events of one source about one object. Thread-safe.</summary>
internal sealed class EventLimit
{
    private const int DefaultCacheSize = 4096;
    private readonly string type;
    private readonly double perSecond;
    private readonly double burst;
    private readonly int most;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Bucket>> buckets = new(StringComparer.Ordinal);
    private readonly LinkedList<Bucket> recent = [];

    /// <summary>Reads a limit.</summary>
    /// <exception cref="ArgumentException">It makes no sense.</exception>
    public EventLimit(JsonObject limit, TimeProvider time)
    {
        this.time = time;
        type = limit.GetString("type") ?? "";
        if (type is not ("Server" or "Namespace" or "User" or "SourceAndObject"))
            throw new ArgumentException($"limits: Unsupported value: \"{type}\": supported values: \"Namespace\", \"Server\", \"SourceAndObject\", \"User\"", nameof(limit));
        (perSecond, burst) = (limit.GetInt64("qps") ?? 0, limit.GetInt64("burst") ?? 0);
        if (perSecond <= 0 || burst <= 0) throw new ArgumentException("limits: qps and burst must be positive", nameof(limit));
        most = type == "Server" ? 1 : (int)(limit.GetInt64("cacheSize") is > 0 and var size ? size : DefaultCacheSize);
    }

    /// <summary>Counts an event; says so if the limit is reached.</summary>
    public string? Reached(AdmissionAttributes attributes)
    {
        var key = type switch
        {
            "Namespace" => attributes.Namespace,
            "User" => attributes.User.Name,
            "SourceAndObject" => SourceAndObject(attributes.Object ?? []),
            _ => "",
        };
        lock (gate)
        {
            return Take(key) ? null : $"limit reached on type {type} for key {key}";
        }
    }

    private bool Take(string key)
    {
        var now = time.GetUtcNow();
        if (buckets.TryGetValue(key, out var node))
        {
            recent.Remove(node);
        }
        else
        {
            node = new LinkedListNode<Bucket>(new Bucket(key, burst, now));
            if (buckets.Count >= most && recent.Last is { } oldest)
            {
                buckets.Remove(oldest.Value.Key);
                recent.RemoveLast();
            }

            buckets[key] = node;
        }

        recent.AddFirst(node);
        var bucket = node.Value;
        var tokens = Math.Min(burst, bucket.Tokens + (now - bucket.At).TotalSeconds * perSecond);
        var enough = tokens >= 1;
        node.Value = new Bucket(key, enough ? tokens - 1 : tokens, now);
        return enough;
    }

    private static string SourceAndObject(JsonObject document)
    {
        var (source, about) = (document.GetObject("source") ?? [], document.GetObject("involvedObject") ?? []);
        return string.Concat(Texts(source, "component", "host").Concat(Texts(about, "kind", "namespace", "name", "uid", "apiVersion")));
    }

    private static IEnumerable<string> Texts(JsonObject owner, params string[] members) => members.Select(member => owner.GetString(member) ?? "");

    private readonly record struct Bucket(string Key, double Tokens, DateTimeOffset At);
}
