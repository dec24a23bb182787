using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>What the Lease of an API server says, and when it says nothing any more. Pure.</summary>
internal static class IdentityLeases
{
    public const string Group = "coordination.k8s.io";
    public const string Plural = "leases";
    public const string Namespace = "kube-system";

    private const string IdentityLabel = "apiserver.kubernetes.io/identity";
    private const string HostLabel = "kubernetes.io/hostname";
    private const int DurationSeconds = 3600;

    /// <summary>The Lease of a server that lives.</summary>
    /// <param name="present">The one that is there; null for none.</param>
    /// <param name="host">The server's host.</param>
    /// <param name="holder">The server's process.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Renewed(JsonObject? present, string host, string holder, DateTimeOffset now)
    {
        var lease = present?.Clone() ?? new JsonObject
        {
            { "kind", "Lease" },
            { "apiVersion", "coordination.k8s.io/v1" },
            { "metadata", new JsonObject { { "name", ServerIdentity.Of(host) }, { "namespace", Namespace } } },
        };
        var labels = lease.GetOrAddObject("metadata").GetOrAddObject("labels");
        labels.Set(IdentityLabel, new JsonString(ServerIdentity.Component));
        labels.Set(HostLabel, new JsonString(host));
        var spec = lease.GetOrAddObject("spec");
        spec.Set("holderIdentity", new JsonString(holder));
        spec.Set("leaseDurationSeconds", JsonNumber.Of(DurationSeconds));
        spec.Set("renewTime", new JsonString(new MicroTime(now).ToString()));
        return lease;
    }

    /// <summary>Whether a Lease is a server's that has not said for too long that it lives, or does not say when it did.</summary>
    public static bool IsExpired(JsonObject lease, DateTimeOffset now)
    {
        if (new Metadata(lease).Label(IdentityLabel) != ServerIdentity.Component) return false;
        var spec = lease.GetObject("spec");
        return spec?.GetInt64("leaseDurationSeconds") is not { } seconds
            || !Timestamps.TryParse(spec.GetString("renewTime") ?? "", out var renewed)
            || renewed.AddSeconds(seconds) < now;
    }
}
