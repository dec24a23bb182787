using System.Globalization;

namespace KubeSharp.Proxy.Shell;

/// <summary>Whether the rules are up to date: healthy unless a change has waited for twice the sync period.</summary>
internal sealed class ProxyHealth(TimeSpan patience, TimeProvider time)
{
    private readonly Lock gate = new();
    private DateTimeOffset lastSync = time.GetUtcNow();
    private DateTimeOffset? waitingSince;

    /// <summary>False while the node is being deleted: load balancers should send nothing new.</summary>
    public bool IsNodeEligible { get; set; } = true;

    /// <summary>A change has arrived.</summary>
    public void Changed()
    {
        lock (gate)
            waitingSince ??= time.GetUtcNow();
    }

    /// <summary>All changes that had arrived by <paramref name="started"/> are in the kernel.</summary>
    public void Synced(DateTimeOffset started)
    {
        lock (gate)
        {
            lastSync = time.GetUtcNow();
            if (waitingSince <= started)
                waitingSince = null;
        }
    }

    /// <summary>True while changes get through.</summary>
    public bool IsHealthy
    {
        get
        {
            lock (gate)
                return waitingSince is not { } since || time.GetUtcNow() - since < patience;
        }
    }

    /// <summary>Answers /healthz (whether to send traffic here) and /livez (whether to restart).</summary>
    public HttpReply Answer(string path)
    {
        if (path is not ("/healthz" or "/livez"))
            return new HttpReply(404, "");
        var healthy = IsHealthy;
        var eligible = path == "/livez" || IsNodeEligible;
        DateTimeOffset updated;
        lock (gate)
            updated = healthy ? time.GetUtcNow() : lastSync;
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"lastUpdated\": \"{updated:yyyy-MM-dd'T'HH:mm:ss'Z'}\",\"currentTime\": \"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}\", \"nodeEligible\": {(IsNodeEligible ? "true" : "false")}}}");
        return new HttpReply(healthy && eligible ? 200 : 503, body);
    }
}
