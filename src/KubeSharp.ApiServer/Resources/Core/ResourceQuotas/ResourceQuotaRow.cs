using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.ResourceQuotas;

/// <summary>The row of a quota: what is used of what there is, requests and limits apart.</summary>
internal static class ResourceQuotaRow
{
    public static void Print(TableRowBuilder row, JsonObject quota)
    {
        var used = quota.FindObject("status", "used");
        var (requests, limits) = (new List<string>(), new List<string>());
        foreach (var (name, hard) in (quota.FindObject("status", "hard") ?? new JsonObject()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var text = $"{name}: {Shared.Cells.Text(used?[name]) ?? "0"}/{Shared.Cells.Text(hard)}";
            (name.StartsWith("limits", StringComparison.Ordinal) ? limits : requests).Add(text);
        }

        row.Add(new Metadata(quota).Name).Add(string.Join(", ", requests)).Add(string.Join(", ", limits)).AddAge(quota);
    }
}
