using System.Globalization;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>
/// The simple JSON paths of printer columns: members, indexes, <c>[*]</c> and filters that compare with a text
/// (https://kubernetes.io/docs/reference/kubectl/jsonpath/).
/// </summary>
internal sealed class JsonPath
{
    private readonly List<Func<JsonValue, IEnumerable<JsonValue>>> steps = [];

    /// <summary>Reads a path; what is malformed finds nothing.</summary>
    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        var rest = text;
        while (rest.Length > 0)
        {
            if (rest[0] == '.')
            {
                var end = rest.AsSpan(1).IndexOfAny('.', '[');
                var name = end < 0 ? rest[1..] : rest[1..(end + 1)];
                rest = end < 0 ? "" : rest[(end + 1)..];
                if (name.Length > 0) path.steps.Add(Member(name.Replace("\\", "", StringComparison.Ordinal)));
            }
            else if (rest[0] == '[' && rest.IndexOf(']', StringComparison.Ordinal) is > 0 and var close)
            {
                path.steps.Add(Bracket(rest[1..close]));
                rest = rest[(close + 1)..];
            }
            else
            {
                path.steps.Add(static _ => []);
                break;
            }
        }

        return path;
    }

    /// <summary>The values at the path.</summary>
    public IReadOnlyList<JsonValue> Find(JsonValue root)
    {
        List<JsonValue> found = [root];
        foreach (var step in steps) found = [.. found.SelectMany(step)];
        return [.. found.Where(value => !value.IsNull)];
    }

    private static Func<JsonValue, IEnumerable<JsonValue>> Member(string name) => value => value is JsonObject item && item[name] is { } member ? [member] : [];

    private static Func<JsonValue, IEnumerable<JsonValue>> Bracket(string inner)
    {
        if (inner == "*") return static value => value is JsonArray list ? list : value is JsonObject map ? map.Select(pair => pair.Value) : [];
        if (inner.StartsWith("?(@", StringComparison.Ordinal) && inner.Split("==") is [var left, var right])
        {
            var path = Parse(left[3..].Trim());
            var wanted = right.TrimEnd(')').Trim().Trim('"', '\'');
            return value => value is JsonArray list ? list.Where(item => path.Find(item).Any(one => Text(one) == wanted)) : [];
        }

        if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return value => value is JsonArray list && (index < 0 ? list.Count + index : index) is >= 0 and var at && at < list.Count ? [list[at]] : [];
        }

        return Member(inner.Trim('"', '\''));
    }

    private static string Text(JsonValue value) => value is JsonString text ? text.Value : value.ToString();
}
