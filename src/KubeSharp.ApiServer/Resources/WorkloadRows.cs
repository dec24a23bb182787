using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources;

/// <summary>Cells that several workload kinds have.</summary>
internal static class WorkloadRows
{
    /// <summary>Names and images of the template's containers, and the selector: the wide columns at the end.</summary>
    public static TableRowBuilder AddContainers(this TableRowBuilder row, JsonObject? template, JsonObject? selector)
    {
        var containers = (template?.FindArray("spec", "containers") ?? []).OfType<JsonObject>().ToArray();
        row.Add(string.Join(',', containers.Select(container => container.GetString("name"))));
        row.Add(string.Join(',', containers.Select(container => container.GetString("image"))));
        return row.Add(Selector(selector));
    }

    /// <summary>A number in the status; 0 if it is not there.</summary>
    public static long Status(this JsonObject document, string name) => document.GetObject("status")?.GetInt64(name) ?? 0;

    /// <summary>A number in the specification; 0 if it is not there.</summary>
    public static long Spec(this JsonObject document, string name) => document.GetObject("spec")?.GetInt64(name) ?? 0;

    /// <summary>Two numbers with a slash.</summary>
    public static string Of(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{part}/{whole}");

    private static string Selector(JsonObject? selector)
    {
        if (selector is null) return "<none>";
        if (!selector.Contains("matchLabels") && !selector.Contains("matchExpressions"))
        {
            return selector.Count == 0 ? "<none>" : string.Join(",", selector.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={(pair.Value as JsonString)?.Value}"));
        }

        return LabelQuery.TryFrom(selector, out var query, out _) ? query.ToString() : "<error>";
    }
}
