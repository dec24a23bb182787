using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Patching;

/// <summary>The order of merged lists: items of the patch keep the patch's order, the others the original's.</summary>
internal static class ListOrder
{
    /// <summary>The position of an item in a list, by merge key for objects and by value for scalars; -1 when it is not there.</summary>
    public static int Find(JsonArray list, JsonValue item, string mergeKey)
    {
        var wanted = mergeKey.Length > 0 ? (item as JsonObject)?[mergeKey] : item;
        for (var i = 0; i < list.Count; i++)
        {
            var candidate = mergeKey.Length > 0 ? (list[i] as JsonObject)?[mergeKey] : list[i];
            if (candidate is not null && JsonValue.DeepEquals(candidate, wanted)) return i;
        }

        return -1;
    }

    /// <summary>
    /// Arranges merged items: those named by <paramref name="patchOrder"/> in that order, the rest as in <paramref name="serverOrder"/>,
    /// the two woven together so that items known to the server keep their places where that is possible.
    /// </summary>
    public static JsonArray Arrange(JsonArray merged, JsonArray patchOrder, JsonArray serverOrder, string mergeKey)
    {
        var fromPatch = new List<JsonValue>();
        var serverOnly = new List<JsonValue>();
        foreach (var item in merged) (Find(patchOrder, item, mergeKey) >= 0 ? fromPatch : serverOnly).Add(item);
        fromPatch = Sort(fromPatch, patchOrder, mergeKey);
        serverOnly = Sort(serverOnly, serverOrder, mergeKey);
        var result = new JsonArray(merged.Count);
        int left = 0, right = 0;
        while (left < serverOnly.Count || right < fromPatch.Count)
        {
            if (left >= serverOnly.Count) result.Add(fromPatch[right++]);
            else if (right >= fromPatch.Count) result.Add(serverOnly[left++]);
            else
            {
                var leftAt = Find(serverOrder, serverOnly[left], mergeKey);
                var rightAt = Find(serverOrder, fromPatch[right], mergeKey);
                result.Add(leftAt >= 0 && rightAt >= 0 && leftAt < rightAt ? serverOnly[left++] : fromPatch[right++]);
            }
        }

        return result;
    }

    private static List<JsonValue> Sort(List<JsonValue> items, JsonArray order, string mergeKey) =>
        [.. items.OrderBy(item => Find(order, item, mergeKey))];
}
