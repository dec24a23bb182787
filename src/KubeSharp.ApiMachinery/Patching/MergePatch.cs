using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Patching;

/// <summary>JSON merge patch (RFC 7396): members of the patch replace those of the target, null removes them, lists are replaced.</summary>
public static class MergePatch
{
    /// <summary>The target with the patch applied. Neither argument is changed; the result shares unchanged parts with both.</summary>
    public static JsonValue Apply(JsonValue? target, JsonValue patch)
    {
        if (patch is not JsonObject changes) return WithoutNulls(patch);
        var result = target is JsonObject original ? original.ShallowClone() : new JsonObject(changes.Count);
        foreach (var (name, value) in changes)
        {
            if (value.IsNull) result.Remove(name);
            else result.Set(name, Apply(result[name], value));
        }

        return result;
    }

    /// <summary>The patch that turns one document into another.</summary>
    public static JsonObject Diff(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in from)
            if (!to.Contains(name)) patch.Set(name, JsonNull.Instance);
        foreach (var (name, value) in to)
        {
            var before = from[name];
            if (JsonValue.DeepEquals(before, value)) continue;
            patch.Set(name, before is JsonObject old && value is JsonObject changed ? Diff(old, changed) : value);
        }

        return patch;
    }

    /// <summary>Upstream's library also drops null members of objects inside replaced lists.</summary>
    private static JsonValue WithoutNulls(JsonValue value)
    {
        if (value is not JsonArray array) return value;
        var copy = new JsonArray(array.Count);
        foreach (var item in array) copy.Add(item is JsonObject ? Apply(null, item) : WithoutNulls(item));
        return copy;
    }
}
