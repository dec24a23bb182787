using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>The row of a pod template.</summary>
internal static class PodTemplateRow
{
    public static void Print(TableRowBuilder row, JsonObject document)
    {
        var template = document.GetObject("template");
        JsonObject[] containers = [.. (template?.FindArray("spec", "containers") ?? []).OfType<JsonObject>()];
        row.Add(new Metadata(document).Name)
            .Add(string.Join(',', containers.Select(container => container.GetString("name"))))
            .Add(string.Join(',', containers.Select(container => container.GetString("image"))))
            .Add(Shared.Cells.Labels(template?.FindObject("metadata", "labels")));
    }
}
