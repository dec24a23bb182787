using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Scheduling.PriorityClasses;

/// <summary>The row of a priority class.</summary>
internal static class PriorityClassRow
{
    public static void Print(TableRowBuilder row, JsonObject priority) => row
        .Add(new Metadata(priority).Name)
        .Add(priority.GetInt64("value") ?? 0)
        .Put(JsonBoolean.Of(priority.GetBool("globalDefault") == true))
        .AddAge(priority)
        .Add(priority.GetString("preemptionPolicy") ?? "");
}
