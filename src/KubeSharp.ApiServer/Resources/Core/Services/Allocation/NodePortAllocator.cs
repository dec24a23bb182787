using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>
/// Gives out node ports. The ports that are taken lie in the store as one RangeAllocation, where upstream keeps them, changed by compare-and-swap: servers
/// that share a store never give a port out twice.
/// </summary>
internal sealed class NodePortAllocator(IStore store, int first, int last)
{
    /// <summary>Where the allocation lies.</summary>
    public const string Key = "/registry/ranges/servicenodeports";

    /// <summary>Has a service take its ports.</summary>
    /// <param name="name">The name of the service.</param>
    /// <param name="spec">The specification; changed if all went well.</param>
    /// <param name="old">The specification before; null for a new service.</param>
    /// <param name="dryRun">Whether to take nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Result<NodePortPlan>> ReserveAsync(string name, JsonObject spec, JsonObject? old, bool dryRun, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (before, revision) = await ReadAsync(cancellationToken);
            var after = before.Clone();
            var candidate = spec.Clone();
            var plan = new NodePortPlan(after, Random.Shared);
            if (plan.Apply(name, new ServiceFields(candidate), old is null ? null : new ServiceFields(old)) is { } refused) return refused;
            if (!dryRun && !after.SameAs(before) && !await WriteAsync(after, revision, cancellationToken)) continue;
            spec.Clear();
            foreach (var (member, value) in candidate) spec.Set(member, value);
            return plan;
        }
    }

    /// <summary>Frees ports.</summary>
    public ValueTask ReleaseAsync(IReadOnlyCollection<int> ports, CancellationToken cancellationToken) => ports.Count == 0
        ? default
        : ChangeAsync(
            set =>
            {
                foreach (var port in ports)
                {
                    if (set.Contains(port)) set.Clear(port);
                }
            },
            cancellationToken);

    /// <summary>Changes the set of taken ports; a change that changes nothing writes nothing.</summary>
    public async ValueTask ChangeAsync(Action<PortSet> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (before, revision) = await ReadAsync(cancellationToken);
            var after = before.Clone();
            change(after);
            if ((revision != 0 && after.SameAs(before)) || await WriteAsync(after, revision, cancellationToken)) return;
        }
    }

    /// <summary>The set of taken ports as it lies in the store.</summary>
    public async ValueTask<(PortSet Ports, long Revision)> ReadAsync(CancellationToken cancellationToken) =>
        (await store.GetAsync(Key, 0, cancellationToken)).Entry is { } entry
            ? (PortSet.Read(JsonParser.ParseObject(entry.Value.Span), first, last), entry.ModRevision)
            : (new PortSet(first, last), 0);

    private async ValueTask<bool> WriteAsync(PortSet ports, long revision, CancellationToken cancellationToken) =>
        (await store.PutAsync(Key, ports.ToDocument().ToUtf8Bytes(), revision, null, cancellationToken)).Succeeded;
}
