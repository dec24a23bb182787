using System.Net;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>The ranges that addresses are given out from: those of the command line and those of every ServiceCIDR that is ready.</summary>
internal sealed class ServiceRanges : IObjectObserver, IDisposable
{
    /// <summary>The ServiceCIDR that stands for the command line.</summary>
    public const string DefaultName = "kubernetes";

    private readonly Lock gate = new();
    private readonly Dictionary<string, IReadOnlyList<IpRange>> byName = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<IpRange> ready;
    private IDisposable? subscription;

    public ServiceRanges(string configured)
    {
        Configured = IpRange.ParseList(configured);
        if (Configured.Count is 0 or > 2 || (Configured.Count == 2 && Configured[0].Family == Configured[1].Family))
            throw new ArgumentException($"--service-cluster-ip-range: \"{configured}\" must be one range, or one of each family.");
        Families = [.. Configured.Select(range => range.Family)];
        ready = Configured;
    }

    /// <summary>The ranges of the command line; the first is of the default family.</summary>
    public IReadOnlyList<IpRange> Configured { get; }

    /// <summary>The families of the cluster, the default one first.</summary>
    public IReadOnlyList<string> Families { get; }

    /// <summary>Learns of ServiceCIDRs from now on.</summary>
    public void Follow(IObjectLister objects) => subscription = objects.Observe("networking.k8s.io", "servicecidrs", this);

    /// <summary>The ranges of a family that may be allocated from.</summary>
    public IEnumerable<IpRange> Of(string family) => ready.Where(range => range.Family == family);

    /// <summary>The range that an address belongs to; null if there is none that is ready.</summary>
    public IpRange? For(IPAddress address) => ready.FirstOrDefault(range => range.Contains(address));

    public void OnSet(string @namespace, string name, JsonObject document)
    {
        IReadOnlyList<IpRange> ranges = IsReady(document)
            ? [.. (document.FindArray("spec", "cidrs") ?? []).OfType<JsonString>().Select(cidr => IpRange.Parse(cidr.Value)).OfType<IpRange>()]
            : [];
        lock (gate)
        {
            byName[name] = ranges;
            Renew();
        }
    }

    public void OnDeleted(string @namespace, string name)
    {
        lock (gate)
        {
            byName.Remove(name);
            Renew();
        }
    }

    public void OnSynced()
    {
    }

    public void Dispose() => subscription?.Dispose();

    private void Renew() => ready = [.. Configured, .. byName.Values.SelectMany(ranges => ranges).Where(range => !Configured.Contains(range)).Distinct()];

    private static bool IsReady(JsonObject document) =>
        !new Metadata(document).IsBeingDeleted
        && (document.FindArray("status", "conditions") ?? []).OfType<JsonObject>().Any(one => one.GetString("type") == "Ready" && one.GetString("status") == "True");
}
