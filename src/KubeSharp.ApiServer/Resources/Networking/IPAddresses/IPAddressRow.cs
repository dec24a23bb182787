using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.IPAddresses;

/// <summary>The row of an address: whose it is.</summary>
internal static class IPAddressRow
{
    public static void Print(TableRowBuilder row, JsonObject address) =>
        row.Add(new Metadata(address).Name).Add(Owner(address.FindObject("spec", "parentRef"))).AddAge(address);

    private static string Owner(JsonObject? parent)
    {
        if (parent is null) return "<none>";
        var resource = (parent.GetString("resource") ?? "").ToLowerInvariant();
        if (parent.GetString("group") is { Length: > 0 } group) resource += "." + group.ToLowerInvariant();
        return parent.GetString("namespace") is { Length: > 0 } space ? $"{resource}/{space}/{parent.GetString("name")}" : $"{resource}/{parent.GetString("name")}";
    }
}
