using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Storage.CsiDrivers;

/// <summary>The row of a CSI driver.</summary>
internal static class CsiDriverRow
{
    public static void Print(TableRowBuilder row, JsonObject driver)
    {
        var spec = driver.GetObject("spec") ?? new JsonObject();
        var audiences = (spec.GetArray("tokenRequests") ?? []).OfType<JsonObject>().Select(request => request.GetString("audience") ?? "");
        var modes = (spec.GetArray("volumeLifecycleModes") ?? []).OfType<JsonString>().Select(mode => mode.Value);
        row.Add(new Metadata(driver).Name)
            .Put(JsonBoolean.Of(spec.GetBool("attachRequired") != false))
            .Put(JsonBoolean.Of(spec.GetBool("podInfoOnMount") == true))
            .Put(JsonBoolean.Of(spec.GetBool("storageCapacity") == true))
            .Add(spec.GetArray("tokenRequests") is { Count: > 0 } ? string.Join(',', audiences) : "<unset>")
            .Put(JsonBoolean.Of(spec.GetBool("requiresRepublish") == true))
            .Add(Shared.Cells.Or(string.Join(',', modes), "<unset>"))
            .AddAge(driver);
    }
}
