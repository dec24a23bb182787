using System.Globalization;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>How lists and maps look in one cell of a table.</summary>
internal static class Cells
{
    /// <summary>The first of some texts, with the number of those left out: <c>a,b + 2 more...</c></summary>
    /// <param name="texts">The texts.</param>
    /// <param name="max">How many are shown.</param>
    /// <param name="empty">What is shown if there is nothing to show.</param>
    /// <param name="separator">What stands between texts.</param>
    public static string Some(IReadOnlyList<string> texts, int max, string empty, string separator = ",")
    {
        var shown = string.Join(separator, texts.Take(max));
        if (texts.Count > max) return string.Create(CultureInfo.InvariantCulture, $"{shown} + {texts.Count - max} more...");
        return shown.Length == 0 ? empty : shown;
    }

    /// <summary>Labels as <c>a=b,c=d</c>, sorted; <c>&lt;none&gt;</c> if there are none.</summary>
    public static string Labels(JsonObject? labels) => labels is not { Count: > 0 }
        ? "<none>"
        : string.Join(',', labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={(pair.Value as JsonString)?.Value}"));

    /// <summary>Access modes of volumes, abbreviated.</summary>
    public static string AccessModes(JsonArray? modes)
    {
        var texts = new List<string>();
        foreach (var (mode, abbreviation) in (ReadOnlySpan<(string, string)>)
            [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")])
        {
            if (modes?.Any(item => item is JsonString text && text.Value == mode) == true) texts.Add(abbreviation);
        }

        return string.Join(',', texts);
    }

    /// <summary>A number or text as a cell shows it; null if there is none.</summary>
    public static string? Text(JsonValue? value) => value switch
    {
        JsonString text => text.Value,
        JsonNumber number => number.Text,
        _ => null,
    };

    /// <summary>The text, or what stands for its absence.</summary>
    public static string Or(string? text, string otherwise) => string.IsNullOrEmpty(text) ? otherwise : text;
}
