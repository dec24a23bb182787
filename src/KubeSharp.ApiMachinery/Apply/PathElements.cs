using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>The elements of paths: how list items are named, how paths are printed.</summary>
internal static class PathElements
{
    /// <summary>The canonical spelling of an element read from FieldsV1; null when it is none.</summary>
    public static string? Canonical(string text)
    {
        if (text.Length < 2 || text[1] != ':') return null;
        switch (text[0])
        {
            case 'f':
                return text;
            case 'i':
                return int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : null;
            case 'v':
                return JsonParser.TryParse(Encoding.UTF8.GetBytes(text[2..]), out var value, out _) ? "v:" + value : null;
            case 'k':
                if (!JsonParser.TryParse(Encoding.UTF8.GetBytes(text[2..]), out var key, out _) || key is not JsonObject keys) return null;
                keys.SortMembers();
                return "k:" + keys;
            default:
                return null;
        }
    }

    /// <summary>The element for an item of an associative list. Missing key fields take their default and are left out when they have none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="list">The type of the list.</param>
    /// <param name="missing">A key field that the item lacks and that has no default; null when there is none.</param>
    public static string OfItem(JsonValue item, TypeSchema list, out string? missing)
    {
        missing = null;
        if (list.ListType == ListType.Set) return "v:" + item;
        var source = item as JsonObject;
        var keys = new JsonObject(list.ListMapKeys.Count);
        foreach (var name in list.ListMapKeys)
        {
            var value = source?[name];
            if (value is null or JsonNull) value = list.Items!.Field(name)?.Default;
            if (value is null) missing ??= name;
            else keys.Append(name, value);
        }

        if (keys.Count > 1) keys.SortMembers();
        return "k:" + keys;
    }

    /// <summary>Whether two items of an associative list are the same item, found without building their elements.</summary>
    public static bool SameItem(JsonValue left, JsonValue right, TypeSchema list)
    {
        if (list.ListType == ListType.Set) return JsonValue.DeepEquals(left, right);
        if (left is not JsonObject a || right is not JsonObject b) return false;
        foreach (var name in list.ListMapKeys)
            if (!JsonValue.DeepEquals(a[name], b[name])) return false;
        return true;
    }

    /// <summary>A path as conflicts print it: <c>.spec.containers[name="c"].image</c>.</summary>
    public static string Print(IEnumerable<string> path)
    {
        var text = new StringBuilder();
        foreach (var element in path) text.Append(Print(element));
        return text.ToString();
    }

    /// <summary>An element as conflicts print it.</summary>
    public static string Print(string element)
    {
        switch (element[0])
        {
            case 'f':
                return "." + element[2..];
            case 'v':
                return $"[={PrintValue(JsonParser.Parse(element[2..]))}]";
            case 'k':
                var keys = (JsonObject)JsonParser.Parse(element[2..]);
                return $"[{string.Join(",", keys.Select(k => $"{k.Key}={PrintValue(k.Value)}"))}]";
            default:
                return $"[{element[2..]}]";
        }
    }

    private static string PrintValue(JsonValue value) => value is JsonString text ? Text.GoText.Quote(text.Value) : value.ToString();
}
