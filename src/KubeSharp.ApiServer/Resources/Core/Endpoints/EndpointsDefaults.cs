using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Endpoints;

/// <summary>A port is one of TCP where nothing is said.</summary>
internal static class EndpointsDefaults
{
    public static void Apply(JsonObject endpoints)
    {
        foreach (var subset in (endpoints.GetArray("subsets") ?? []).OfType<JsonObject>())
        {
            foreach (var port in (subset.GetArray("ports") ?? []).OfType<JsonObject>())
            {
                if (string.IsNullOrEmpty(port.GetString("protocol"))) port.Set("protocol", new JsonString("TCP"));
            }
        }
    }
}
