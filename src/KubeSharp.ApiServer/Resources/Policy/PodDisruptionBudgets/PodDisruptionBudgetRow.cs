using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Policy.PodDisruptionBudgets;

/// <summary>The row of a disruption budget.</summary>
internal static class PodDisruptionBudgetRow
{
    public static void Print(TableRowBuilder row, JsonObject budget) => row
        .Add(new Metadata(budget).Name)
        .Add(Shared.Cells.Text(budget.Find("spec", "minAvailable")) ?? "N/A")
        .Add(Shared.Cells.Text(budget.Find("spec", "maxUnavailable")) ?? "N/A")
        .Add(budget.Status("disruptionsAllowed"))
        .AddAge(budget);
}
