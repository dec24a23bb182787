using System.Net;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>
/// The ranges that addresses are given out from: those of every ServiceCIDR that is ready. As long as the one that stands for the command line is not there (the
/// server makes it), those of the command line.
/// </summary>
internal sealed class ServiceRanges : IObjectObserver, IDisposable
{
    /// <summary>The ServiceCIDR that stands for the command line.</summary>
    public const string DefaultName = "kubernetes";

    private readonly Lock gate = new();
    private readonly Dictionary<string, (bool IsReady, IReadOnlyList<IpRange> Ranges)> byName = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<IpRange> ready;
    private volatile IReadOnlyList<IpRange> known;
    private IDisposable? subscription;

    public ServiceRanges(string configured)
    {
        Configured = IpRange.ParseList(configured);
        if (Configured.Count is 0 or > 2 || (Configured.Count == 2 && Configured[0].Family == Configured[1].Family))
            throw new ArgumentException($"--service-cluster-ip-range: \"{configured}\" must be one range, or one of each family.");
        Families = [.. Configured.Select(range => range.Family)];
        known = ready = Configured;
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

    /// <summary>Whether an address belongs to any range, also to one that is not ready (any more).</summary>
    public bool Knows(IPAddress address) => known.Any(range => range.Contains(address));

    public void OnSet(string @namespace, string name, JsonObject document)
    {
        IpRange[] ranges = [.. (document.FindArray("spec", "cidrs") ?? []).OfType<JsonString>().Select(cidr => IpRange.Parse(cidr.Value)).OfType<IpRange>()];
        lock (gate)
        {
            byName[name] = (IsReady(name, document), ranges);
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

    private void Renew()
    {
        known = Union(anyway: true);
        ready = Union(anyway: false);
    }

    // The default one first.
    private IReadOnlyList<IpRange> Union(bool anyway)
    {
        var others = byName.Where(pair => pair.Key != DefaultName).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);
        (bool IsReady, IReadOnlyList<IpRange> Ranges) own = byName.TryGetValue(DefaultName, out var found) ? found : (true, Configured);
        return [.. others.Prepend(own).Where(one => anyway || one.IsReady).SelectMany(one => one.Ranges).Distinct()];
    }

    // The server says that its own range is ready a moment after it made it.
    private static bool IsReady(string name, JsonObject document)
    {
        if (new Metadata(document).IsBeingDeleted) return false;
        var condition = (document.FindArray("status", "conditions") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Ready");
        return condition?.GetString("status") is { } status ? status == "True" : name == DefaultName;
    }
}
