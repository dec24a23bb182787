using System.Net;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>
/// Gives out cluster addresses: every address that is taken is an IPAddress object, and to take one is to create its object, which the store lets only one
/// writer do, whichever server it is in.
/// </summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ip-address-v1/</remarks>
internal sealed class ClusterIPAllocator(ServiceRanges ranges, IObjectLister objects, OwnWrites writes)
{
    public const string Group = "networking.k8s.io";
    public const string Plural = "ipaddresses";
    public const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    public const string ManagedBy = "ipallocator.k8s.io";
    public const string FamilyLabel = "ipaddress.kubernetes.io/ip-family";

    private const int Guesses = 64;
    private const int LongestSearch = 1 << 20;

    /// <summary>Takes addresses for a service: those it names, and any for a place that is empty.</summary>
    /// <param name="owner">The service.</param>
    /// <param name="spec">Its specification, for messages.</param>
    /// <param name="wanted">Family and address, empty for any; completed.</param>
    /// <param name="dryRun">Whether to take nothing.</param>
    /// <param name="taken">Receives what was taken, also when the whole fails.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why not, or null.</returns>
    public async ValueTask<StatusError?> TakeAsync(
        NamespacedName owner, ServiceFields spec, (string Family, string Address)[] wanted, bool dryRun, List<string> taken, CancellationToken cancellationToken)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            var (family, text) = wanted[i];
            if (text.Length == 0)
            {
                if (await AnyAsync(owner, family, dryRun, cancellationToken) is not { } free) return StatusError.InternalError("failed to allocate a serviceIP: range is full");
                if (!dryRun) taken.Add(free);
                wanted[i] = (family, free);
                continue;
            }

            if (!IPAddress.TryParse(text, out var address)) return StatusError.InternalError($"failed to parse service IP \"{text}\"");
            if (await OneAsync(owner, address, dryRun, cancellationToken) is { } why)
            {
                var fault = FieldError.Invalid(FieldPath.Spec.Child("clusterIPs"), JsonArray.OfStrings(spec.ClusterIPs), $"failed to allocate IP {text}: {why}");
                return StatusError.Invalid(new GroupKind("", "Service"), owner.Name, [fault]);
            }

            if (!dryRun) taken.Add(address.ToString());
        }

        return null;
    }

    /// <summary>Gives an address back, if it is the service's.</summary>
    public async ValueTask ReleaseAsync(NamespacedName owner, string address, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(address, out var parsed)) return;
        var name = parsed.ToString();
        var present = await objects.GetLatestAsync(Group, Plural, "", name, cancellationToken);
        if (present is null || !IsOf(present, owner)) return;
        await writes.DeleteAsync(Group, Plural, "", name, new Metadata(present).Uid, cancellationToken);
    }

    /// <summary>Makes the object of an address for a service; false if somebody has it.</summary>
    public async ValueTask<bool> CreateAsync(NamespacedName owner, IPAddress address, CancellationToken cancellationToken)
    {
        var made = await writes.CreateAsync(Group, Plural, Document(owner, address), cancellationToken);
        if (made.Error is { Reason: not StatusReason.AlreadyExists } error) throw new InvalidOperationException($"IPAddress {address} could not be created: {error.Message}");
        return made.Error is null;
    }

    /// <summary>Whether an IPAddress says that it is a service's.</summary>
    public static bool IsOf(JsonObject address, NamespacedName owner) =>
        address.FindObject("spec", "parentRef") is { } parent
        && string.IsNullOrEmpty(parent.GetString("group")) && parent.GetString("resource") == "services"
        && parent.GetString("namespace") == owner.Namespace && parent.GetString("name") == owner.Name;

    private async ValueTask<string?> OneAsync(NamespacedName owner, IPAddress address, bool dryRun, CancellationToken cancellationToken)
    {
        if (ranges.For(address) is not { } range) return "the provided network does not match the current range";
        if (!range.IsUsable(address)) return $"the provided IP ({address}) is not in the valid range. The range of valid IPs is {range}";
        // A dry run does not look who has the address, as upstream.
        return dryRun || await CreateAsync(owner, address, cancellationToken) ? null : "provided IP is already allocated";
    }

    private async ValueTask<string?> AnyAsync(NamespacedName owner, string family, bool dryRun, CancellationToken cancellationToken, bool lookAgain = true)
    {
        foreach (var range in ranges.Of(family))
        {
            if (dryRun) return range.At(range.Network).ToString();
            var dynamic = range.First + (UInt128)range.StaticSize;
            if (await SearchAsync(owner, range, dynamic, range.Last, cancellationToken) is { } free) return free;
            if (range.StaticSize > 0 && await SearchAsync(owner, range, range.First, dynamic - 1, cancellationToken) is { } other) return other;
        }

        if (dryRun || !lookAgain) return null;
        // Another server may have given addresses back a moment ago: full is only what is full at the head of the store.
        await objects.GetLatestAsync(Group, Plural, "", "none", cancellationToken);
        return await AnyAsync(owner, family, dryRun, cancellationToken, lookAgain: false);
    }

    // Guesses first, since most addresses are free in most clusters; then one after the other from a random start.
    private async ValueTask<string?> SearchAsync(NamespacedName owner, IpRange range, UInt128 first, UInt128 last, CancellationToken cancellationToken)
    {
        if (last < first) return null;
        var found = "";
        var count = (long)UInt128.Min(last - first + 1, long.MaxValue);
        for (var i = 0; i < Guesses; i++)
        {
            if (await TryAsync(range.At(first + (UInt128)Random.Shared.NextInt64(count)))) return found;
        }

        var start = Random.Shared.NextInt64(count);
        for (var i = 0L; i < Math.Min(count, LongestSearch); i++)
        {
            if (await TryAsync(range.At(first + (UInt128)((start + i) % count)))) return found;
        }

        return null;

        async ValueTask<bool> TryAsync(IPAddress address)
        {
            found = address.ToString();
            return objects.Get(Group, Plural, "", found) is null && await CreateAsync(owner, address, cancellationToken);
        }
    }

    private static JsonObject Document(NamespacedName owner, IPAddress address) => new()
    {
        { "kind", "IPAddress" },
        { "apiVersion", "networking.k8s.io/v1" },
        {
            "metadata", new JsonObject
            {
                { "name", address.ToString() },
                { "labels", new JsonObject { { FamilyLabel, IpRange.FamilyOf(address) }, { ManagedByLabel, ManagedBy } } },
            }
        },
        {
            "spec", new JsonObject
            {
                { "parentRef", new JsonObject { { "resource", "services" }, { "namespace", owner.Namespace }, { "name", owner.Name } } },
            }
        },
    };
}
