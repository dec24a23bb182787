using System.Net;
using System.Net.Sockets;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>The rules for what a node reports about a pod.</summary>
internal static class PodStatusRules
{
    /// <summary>Finds what is wrong with a changed status.</summary>
    /// <param name="status">The status as it is to be.</param>
    /// <param name="old">As it is.</param>
    /// <param name="spec">The specification.</param>
    public static void Check(FieldCheck status, JsonObject old, JsonObject spec)
    {
        const string Count = "must be a non-negative integer";
        if (status.Number("observedGeneration") is < 0) status.Invalid("observedGeneration", Count);
        foreach (var condition in status.Items("conditions"))
        {
            if (condition.Number("observedGeneration") is < 0) condition.Invalid("observedGeneration", Count);
            if (condition.Text("type") is not ("PodScheduled" or "Ready" or "Initialized"))
                status.Errors.AddInvalid(condition.At("Type"), condition.Text("type"), StringValidators.QualifiedName(condition.Text("type")));
        }

        var nominated = status.Text("nominatedNodeName");
        if (nominated.Length > 0 && nominated != old.GetString("nominatedNodeName")) status.Messages("nominatedNodeName", StringValidators.Dns1123Subdomain(nominated));
        if (status.Text("qosClass") != (old.GetString("qosClass") ?? ""))
            status.Errors.Add(FieldError.Invalid(status.At("qosClass"), status.Text("qosClass"), "field is immutable"));
        ContainerStateRules.Check(status, old, spec);
        Claims(status, spec);
        Addresses(status, old, "podIPs");
        HostAddress(status);
        Addresses(status, old, "hostIPs");
        ContainerUserRules.Check(status, spec);
        ContainerDeviceRules.Check(status, spec);
    }

    private static void Claims(FieldCheck status, JsonObject spec)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in status.Items("resourceClaimStatuses"))
        {
            var name = claim.Text("name");
            if (!(spec.GetArray("resourceClaims") ?? []).Any(known => known.FindString("name") == name))
                claim.Errors.Add(FieldError.Invalid(claim.At("name"), name, "must match the name of an entry in `spec.resourceClaims`"));
            if (!seen.Add(name)) claim.Errors.Add(FieldError.Duplicate(claim.At("name"), name));
            if (!claim.Has("resourceClaimName")) continue;
            claim.Errors.AddInvalid(claim.At("name"), claim.Text("resourceClaimName"), StringValidators.Dns1123Subdomain(claim.Text("resourceClaimName")));
        }
    }

    private static void HostAddress(FieldCheck status)
    {
        if (status.Items("hostIPs") is not [var first, ..] || first.Text("ip") == status.Text("hostIP")) return;
        status.Errors.Add(FieldError.Invalid(first.At("ip"), first.Text("ip"), "must be equal to `hostIP`"));
    }

    // One for each family; what was there before may stay as it was written.
    private static void Addresses(FieldCheck status, JsonObject old, string list)
    {
        var known = (old.GetArray(list) ?? []).Select(address => address.FindString("ip")).ToHashSet();
        var families = new HashSet<AddressFamily>();
        var (read, unreadable) = (0, -1);
        var addresses = status.Items(list);
        foreach (var address in addresses)
        {
            var text = address.Text("ip");
            if (!known.Contains(text)) address.Errors.AddInvalid(address.Path, text, StringValidators.Ip(text));
            if (StringValidators.TryParseIp(text, out IPAddress parsed, out _)) families.Add(parsed.IsIPv4MappedToIPv6 ? AddressFamily.InterNetwork : parsed.AddressFamily);
            else if (unreadable < 0) unreadable = read;
            read++;
        }

        if (addresses.Count < 2) return;
        var shown = new JsonArray(addresses.Select(address => (JsonValue)new JsonObject { { "IP", address.Text("ip") } }));
        if (unreadable >= 0) status.Errors.Add(FieldError.InternalError(status.At(list), $"failed to check for dual stack with error:invalid IP[{unreadable}]: <nil>"));

        if (families.Count < 2 || addresses.Count > 2)
            status.Errors.Add(FieldError.Invalid(status.At(list), shown, "may specify no more than one IP for each IP family"));
    }
}
