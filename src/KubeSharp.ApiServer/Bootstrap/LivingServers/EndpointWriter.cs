using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>Brings the Endpoints and the EndpointSlice of the <c>kubernetes</c> Service into step with the servers that live.</summary>
/// <param name="servers">Who lives.</param>
/// <param name="own">The address of this server.</param>
/// <param name="six">Whether the Service is of IPv6.</param>
/// <param name="writes">How to write.</param>
internal sealed class EndpointWriter(IServerAddresses servers, string own, bool six, OwnWrites writes)
{
    private const string SliceGroup = "discovery.k8s.io";
    private const string Slices = "endpointslices";

    // Servers that come and go while others write: each look after a write finds them; more often than this nobody comes and goes.
    private const int MostLooks = 4;

    /// <summary>Looks who lives and writes what differs, until it is what it was looked for.</summary>
    /// <param name="port">The servers' port.</param>
    /// <param name="starting">Whether this server just started: the port is then this server's in any case.</param>
    /// <param name="stopping">Whether this server is about to end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">An object was refused.</exception>
    public async Task ReconcileAsync(int port, bool starting, bool stopping, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            var living = await servers.WantedAsync(() => PresentAsync(cancellationToken), stopping, cancellationToken);
            var wanted = KubernetesEndpoints.OfFamily(living, six);
            // Servers may differ in their ports, and one that is alone knows what it is.
            var fix = starting || wanted is [var only] && only == own;
            var changed = await WriteAsync("", "endpoints", now => KubernetesEndpoints.Endpoints(now, wanted, port, fix), cancellationToken);
            changed |= await SliceAsync(wanted, port, fix, cancellationToken);
            if (!changed) return;
        }
    }

    private async ValueTask<IReadOnlyCollection<string>> PresentAsync(CancellationToken cancellationToken)
    {
        IReadOnlyCollection<string> addresses = [];
        await writes.UpdateAsync("", "endpoints", KubernetesEndpoints.Namespace, KubernetesEndpoints.Name, "", Look, cancellationToken);
        return addresses;

        JsonObject? Look(JsonObject present)
        {
            addresses = KubernetesEndpoints.AddressesOf(present);
            return null;
        }
    }

    private async Task<bool> SliceAsync(IReadOnlyList<string> wanted, int port, bool fix, CancellationToken cancellationToken)
    {
        var otherFamily = "";
        var changed = await WriteAsync(SliceGroup, Slices, Reconcile, cancellationToken);
        if (otherFamily.Length == 0) return changed;
        // The family of a slice cannot be changed.
        await writes.DeleteAsync(SliceGroup, Slices, KubernetesEndpoints.Namespace, KubernetesEndpoints.Name, otherFamily, cancellationToken);
        return true;

        JsonObject? Reconcile(JsonObject? present)
        {
            otherFamily = present is not null && present.GetString("addressType") != KubernetesEndpoints.FamilyOf(six) ? new Metadata(present).Uid : "";
            return otherFamily.Length > 0 ? null : KubernetesEndpoints.Slice(present, wanted, six, port, fix);
        }
    }

    // Whether something was written.
    private async Task<bool> WriteAsync(string group, string plural, Func<JsonObject?, JsonObject?> reconcile, CancellationToken cancellationToken)
    {
        var changed = false;
        var updated = await writes.UpdateAsync(group, plural, KubernetesEndpoints.Namespace, KubernetesEndpoints.Name, "", Change, cancellationToken);
        if (updated.Error is null) return changed;
        if (updated.Error.Reason != StatusReason.NotFound) throw Refused(updated.Error);
        if (reconcile(null) is not { } document) return false;
        var made = await writes.CreateAsync(group, plural, document, cancellationToken);
        // Another server that was faster made what it thinks right; the next look shows it.
        if (made.Error is { Reason: not StatusReason.AlreadyExists }) throw Refused(made.Error);
        return true;

        JsonObject? Change(JsonObject present)
        {
            var wanted = reconcile(present);
            changed = wanted is not null;
            return wanted;
        }

        InvalidOperationException Refused(StatusError error) => new($"{plural} \"{KubernetesEndpoints.Name}\" could not be written: {error.Message}");
    }
}
