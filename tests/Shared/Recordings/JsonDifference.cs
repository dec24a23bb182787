using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Tests.Recordings;

/// <summary>The first place where two documents differ, in words; null when they mean the same.</summary>
internal static class JsonDifference
{
    public static string? Find(JsonValue? expected, JsonValue? actual, string path = "")
    {
        switch (expected, actual)
        {
            case (JsonObject a, JsonObject b):
                foreach (var name in a.Names.Union(b.Names))
                {
                    if (Find(a[name], b[name], $"{path}.{name}") is { } difference)
                        return difference;
                }

                return null;
            case (JsonArray a, JsonArray b):
                for (var i = 0; i < Math.Max(a.Count, b.Count); i++)
                {
                    if (Find(i < a.Count ? a[i] : null, i < b.Count ? b[i] : null, $"{path}[{i}]") is { } difference)
                        return difference;
                }

                return null;
            default:
                return JsonValue.DeepEquals(expected, actual) ? null : $"{path}: expected {expected?.ToString() ?? "nothing"}, found {actual?.ToString() ?? "nothing"}";
        }
    }
}
