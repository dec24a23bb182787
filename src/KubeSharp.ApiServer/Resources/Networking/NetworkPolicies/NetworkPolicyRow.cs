using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.NetworkPolicies;

/// <summary>The row of a network policy.</summary>
internal static class NetworkPolicyRow
{
    public static void Print(TableRowBuilder row, JsonObject policy) => row
        .Add(new Metadata(policy).Name)
        .Add(Selector(policy.FindObject("spec", "podSelector")))
        .AddAge(policy);

    private static string Selector(JsonObject? selector)
    {
        if (selector is null) return "<none>";
        if (!LabelQuery.TryFrom(selector, out var query, out _)) return "<error>";
        return Shared.Cells.Or(query.ToString(), "<none>");
    }
}
