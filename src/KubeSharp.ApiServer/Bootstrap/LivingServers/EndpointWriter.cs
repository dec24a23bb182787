using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>Brings the Endpoints and the EndpointSlice of the <c>kubernetes</c> Service into step with the servers that live.</summary>
/// <remarks>
/// Servers do so at once with each other. Each looks who lives after it read an object and writes it only if it is still as read: a list that is older than the
/// one written last is never written over it.
/// </remarks>
/// <param name="servers">Who lives.</param>
/// <param name="own">The address of this server.</param>
/// <param name="six">Whether the Service is of IPv6.</param>
/// <param name="writes">How to write.</param>
internal sealed class EndpointWriter(IServerAddresses servers, string own, bool six, OwnWrites writes)
{
    private const string SliceGroup = "discovery.k8s.io";
    private const string Slices = "endpointslices";

    /// <summary>Looks who lives and writes what differs.</summary>
    /// <param name="port">The servers' port.</param>
    /// <param name="starting">Whether this server just started: the port is then this server's in any case.</param>
    /// <param name="stopping">Whether this server is about to end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">An object was refused, or nobody lives although this server does.</exception>
    public async Task ReconcileAsync(int port, bool starting, bool stopping, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> wanted = [];
        var otherFamily = "";
        await WriteAsync("", "endpoints", EndpointsAsync, cancellationToken);
        await WriteAsync(SliceGroup, Slices, SliceAsync, cancellationToken);
        if (otherFamily.Length == 0) return;
        // The family of a slice cannot be changed.
        await writes.DeleteAsync(SliceGroup, Slices, KubernetesEndpoints.Namespace, KubernetesEndpoints.Name, otherFamily, cancellationToken);
        await WriteAsync(SliceGroup, Slices, SliceAsync, cancellationToken);

        async ValueTask<JsonObject?> EndpointsAsync(JsonObject? present)
        {
            await LookAsync(KubernetesEndpoints.AddressesOf(present));
            return KubernetesEndpoints.Endpoints(present, wanted, port, FixPort());
        }

        async ValueTask<JsonObject?> SliceAsync(JsonObject? present)
        {
            otherFamily = present is not null && present.GetString("addressType") != KubernetesEndpoints.FamilyOf(six) ? new Metadata(present).Uid : "";
            if (otherFamily.Length > 0) return null;
            await LookAsync(wanted);
            return KubernetesEndpoints.Slice(present, wanted, six, port, FixPort());
        }

        async ValueTask LookAsync(IReadOnlyCollection<string> present) =>
            wanted = KubernetesEndpoints.OfFamily(await servers.WantedAsync(present, stopping, cancellationToken), six);

        // Servers may differ in their ports, and one that is alone knows what it is.
        bool FixPort() => starting || (wanted is [var only] && only == own);
    }

    private async Task WriteAsync(string group, string plural, Func<JsonObject?, ValueTask<JsonObject?>> reconcile, CancellationToken cancellationToken)
    {
        while (true)
        {
            var updated = await writes.UpdateAsync(group, plural, KubernetesEndpoints.Namespace, KubernetesEndpoints.Name, "", reconcile, cancellationToken);
            if (updated.Error is null) return;
            if (updated.Error.Reason != StatusReason.NotFound) throw Refused(updated.Error);
            if (await reconcile(null) is not { } document) return;
            var made = await writes.CreateAsync(group, plural, document, cancellationToken);
            if (made.Error is null) return;
            // Another server was faster; what it made is looked at.
            if (made.Error.Reason != StatusReason.AlreadyExists) throw Refused(made.Error);
        }

        InvalidOperationException Refused(StatusError error) => new($"{plural} \"{KubernetesEndpoints.Name}\" could not be written: {error.Message}");
    }
}
