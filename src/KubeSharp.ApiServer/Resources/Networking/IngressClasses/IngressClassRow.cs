using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.IngressClasses;

/// <summary>The row of an ingress class.</summary>
internal static class IngressClassRow
{
    public static void Print(TableRowBuilder row, JsonObject ingressClass) => row
        .Add(new Metadata(ingressClass).Name)
        .Add(ingressClass.FindString("spec", "controller") ?? "")
        .Add(Parameters(ingressClass.FindObject("spec", "parameters")))
        .AddAge(ingressClass);

    private static string Parameters(JsonObject? parameters)
    {
        if (parameters is null) return "<none>";
        var kind = parameters.GetString("apiGroup") is { } group ? $"{parameters.GetString("kind")}.{group}" : parameters.GetString("kind");
        return $"{kind}/{parameters.GetString("name")}";
    }
}
