using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>Comparisons in filters of paths: of values of one basic type only, where whole numbers and others are two.</summary>
internal static class JsonPathComparison
{
    /// <summary>Whether the comparison holds; null where these values or this comparison cannot be used.</summary>
    public static bool? Holds(JsonValue left, string comparison, JsonValue right)
    {
        if (Order(left, right) is not { } order) return null;
        return comparison switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            _ when left is JsonBoolean => null,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => null,
        };
    }

    private static int? Order(JsonValue left, JsonValue right) => (left, right) switch
    {
        (JsonString a, JsonString b) => string.CompareOrdinal(a.Value, b.Value),
        (JsonBoolean a, JsonBoolean b) => a.Value.CompareTo(b.Value),
        (JsonNumber a, JsonNumber b) => (a.TryGetInt64(out var x), b.TryGetInt64(out var y)) switch
        {
            (true, true) => x.CompareTo(y),
            (false, false) => a.ToDouble().CompareTo(b.ToDouble()),
            _ => null,
        },
        _ => null,
    };
}
