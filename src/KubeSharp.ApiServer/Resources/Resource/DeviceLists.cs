using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What lists and maps of this group have in common: one that is too long is not looked into, and names stand once.</summary>
internal static class DeviceLists
{
    private const int ShortestKey = 16;

    /// <summary>Whether a list has room for what it holds; if not, that is all to say about it.</summary>
    public static bool Fits(int count, int most, FieldPath path, ErrorList errors)
    {
        if (count <= most) return true;
        errors.Add(FieldError.TooMany(path, count, most));
        return false;
    }

    /// <summary>Checks each object of a list.</summary>
    public static void Each(JsonArray? list, int most, FieldPath path, ErrorList errors, Action<JsonObject, FieldPath> check)
    {
        if (!Fits(list?.Count ?? 0, most, path, errors)) return;
        foreach (var (index, item) in list.Items()) check(item, path.Index(index));
    }

    /// <summary>Checks each object of a list, and that no two have the same name.</summary>
    public static void Set(JsonArray? list, int most, string key, FieldPath path, ErrorList errors, Action<JsonObject, FieldPath> check)
    {
        if (!Fits(list?.Count ?? 0, most, path, errors)) return;
        foreach (var (index, item) in list.Items()) check(item, path.Index(index));
        Once(list.Items().Select(item => (item.Index, item.Item.GetString(key) ?? "")), path, errors);
    }

    /// <summary>Checks each text of a list, and that no two are the same.</summary>
    public static void Texts(JsonArray? list, int most, FieldPath path, ErrorList errors, Action<string, FieldPath> check)
    {
        if (!Fits(list?.Count ?? 0, most, path, errors)) return;
        foreach (var (index, text) in list.Texts()) check(text, path.Index(index));
        Once(list.Texts(), path, errors);
    }

    /// <summary>Nothing stands twice.</summary>
    public static void Once(IEnumerable<(int Index, string Key)> keys, FieldPath path, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, key) in keys)
        {
            if (!seen.Add(key)) errors.Add(FieldError.Duplicate(path.Index(index), new JsonString(key)));
        }
    }

    /// <summary>A key as paths show it: a very long one without its middle.</summary>
    public static string ShownKey(string key, int most)
    {
        most = Math.Max(most, ShortestKey);
        if (key.Length <= most) return key;
        var kept = most - "...".Length;
        return $"{key[..((kept + 1) / 2)]}...{key[^(kept / 2)..]}";
    }
}
