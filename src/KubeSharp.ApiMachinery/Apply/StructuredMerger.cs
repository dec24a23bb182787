using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Merges an applied configuration into a document by schema: leaves of the configuration win, items keep both sides' order where they agree.</summary>
internal static class StructuredMerger
{
    public static JsonObject Merge(JsonObject live, JsonObject applied, TypeSchema schema) => Members(live, applied, schema) ?? [];

    private static JsonValue? Value(JsonValue? left, JsonValue? right, TypeSchema type, MapType mapType)
    {
        switch (TypeForms.Of(type, mapType, left, right))
        {
            case TypeForm.Members when left is (null or JsonNull or JsonObject) && right is (null or JsonNull or JsonObject):
                var leftObject = left as JsonObject;
                var rightObject = right as JsonObject;
                if (leftObject is not { Count: > 0 } && rightObject is not { Count: > 0 }) return right ?? left;
                return Members(leftObject, rightObject, type);
            case TypeForm.Items:
                var leftList = left as JsonArray;
                var rightList = right as JsonArray;
                if (leftList is not { Count: > 0 } && rightList is not { Count: > 0 }) return right ?? left;
                return Items(leftList ?? [], rightList ?? [], type);
            default:
                return right ?? left;
        }
    }

    private static JsonObject? Members(JsonObject? left, JsonObject? right, TypeSchema type)
    {
        var result = new JsonObject((left?.Count ?? 0) + (right?.Count ?? 0));
        for (var i = 0; i < left?.Count; i++)
        {
            var name = left.NameAt(i);
            var (memberType, mapType, _) = TypeForms.Member(type, name);
            if (Value(left.ValueAt(i), right?[name], memberType, mapType) is { } merged) result.Append(name, merged);
        }

        for (var i = 0; i < right?.Count; i++)
        {
            var name = right.NameAt(i);
            if (left is not null && left.Contains(name)) continue;
            var (memberType, mapType, _) = TypeForms.Member(type, name);
            if (Value(null, right.ValueAt(i), memberType, mapType) is { } merged) result.Append(name, merged);
        }

        return result.Count == 0 ? null : result;
    }

    private static JsonArray? Items(JsonArray left, JsonArray right, TypeSchema list)
    {
        var leftKeys = Keys(left, list, out var leftIndex);
        var rightKeys = Keys(right, list, out var rightIndex);
        var shared = new Queue<string>(rightKeys.Where(leftIndex.ContainsKey));
        shared.TryDequeue(out var next);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var result = new JsonArray(left.Count + right.Count);
        int i = 0, j = 0;
        while (i < leftKeys.Length || j < rightKeys.Length)
        {
            if (i < leftKeys.Length && j < rightKeys.Length)
            {
                if (leftKeys[i] == rightKeys[j])
                {
                    done.Add(leftKeys[i]);
                    Put(left[leftIndex[leftKeys[i]]], right[j]);
                    i++;
                    j++;
                    shared.TryDequeue(out next);
                    continue;
                }

                if (rightIndex.ContainsKey(leftKeys[i]) && next is not null && next != leftKeys[i])
                {
                    i++;
                    continue;
                }
            }

            if (i < leftKeys.Length)
            {
                if (!rightIndex.ContainsKey(leftKeys[i]))
                {
                    Put(left[i], null);
                    i++;
                    continue;
                }

                if (done.Contains(leftKeys[i])) i++;
            }

            if (j >= rightKeys.Length) continue;
            var key = rightKeys[j];
            done.Add(key);
            Put(leftIndex.TryGetValue(key, out var at) ? left[at] : null, right[j]);
            j++;
            if (next == key) shared.TryDequeue(out next);
        }

        return result.Count == 0 ? null : result;

        void Put(JsonValue? a, JsonValue? b)
        {
            if (Value(a, b, list.Items!, MapType.Unspecified) is { } merged) result.Add(merged);
        }
    }

    private static string[] Keys(JsonArray items, TypeSchema list, out Dictionary<string, int> index)
    {
        var keys = new string[items.Count];
        index = new Dictionary<string, int>(items.Count, StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = PathElements.OfItem(items[i], list, out _);
            index.TryAdd(keys[i], i);
        }

        return keys;
    }
}
