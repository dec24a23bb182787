using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>The kinds of steps that a path is made of.</summary>
internal static class JsonPathSteps
{
    /// <summary>Finds nothing.</summary>
    public static JsonPathStep Nothing { get; } = static _ => new([]);

    /// <summary>What the language has words for but columns cannot use.</summary>
    public static JsonPathStep Unusable { get; } = static input => new(input, Failed: true);

    /// <summary>One step after the other.</summary>
    public static JsonPathStep Sequence(IReadOnlyList<JsonPathStep> steps) => input =>
    {
        var found = new JsonPathFound(input);
        foreach (var step in steps)
        {
            found = step(found.Values);
            if (found.Failed) break;
        }

        return found;
    };

    /// <summary>A constant in place of every value.</summary>
    public static JsonPathStep Constant(JsonValue value, bool once = false) => input => new([.. Enumerable.Repeat(value, once ? 1 : input.Count)]);

    /// <summary>The member of objects; what is no object has none.</summary>
    public static JsonPathStep Member(string name) =>
        input => new([.. input.Select(value => (value as JsonObject)?[name]).OfType<JsonValue>()]);

    /// <summary>All members or items.</summary>
    public static JsonPathStep All { get; } = static input => new([.. input.SelectMany(Children)]);

    /// <summary>Every object, list and text at any depth that is not empty.</summary>
    public static JsonPathStep Descendants { get; } = static input => new([.. input.SelectMany(Below)]);

    /// <summary>What any of several paths finds.</summary>
    public static JsonPathStep Union(IReadOnlyList<JsonPathStep> parts) => input =>
    {
        List<JsonValue> found = [];
        foreach (var part in parts)
        {
            var one = part(input);
            if (one.Failed) return new(input, Failed: true);
            found.AddRange(one.Values);
        }

        return new(found);
    };

    /// <summary>Items from a position up to another, every so many; a single index is a range of one.</summary>
    /// <param name="from">The first position, from the end where negative; the start of the list without.</param>
    /// <param name="to">The position after the last; the end of the list without.</param>
    /// <param name="step">How many positions to go on by.</param>
    /// <param name="single">Whether <paramref name="to"/> only follows from an index.</param>
    public static JsonPathStep Range(int? from, int? to, int? step, bool single) => input =>
    {
        List<JsonValue> found = [];
        foreach (var value in input)
        {
            if (value.IsNull) continue;
            if (value is not JsonArray list) return new(input, Failed: true);
            var first = from ?? 0;
            if (first < 0) first += list.Count;
            var end = to ?? list.Count;
            if (end < 0 || (end == 0 && single)) end += list.Count;
            if (first == end) return new(found);
            if (first < 0 || first >= list.Count || end < 0 || end > list.Count || first > end || step <= 0) return new(input, Failed: true);
            for (var i = first; i < end; i += step ?? 1) found.Add(list[i]);
        }

        return new(found);
    };

    /// <summary>Items of lists for which a path finds something.</summary>
    public static JsonPathStep Existing(JsonPathStep path) => Filter(item => path([item]).Values.Count > 0);

    /// <summary>Items of lists for which a comparison of what two paths find holds.</summary>
    public static JsonPathStep Compared(JsonPathStep left, string comparison, JsonPathStep right) => Filter(item =>
    {
        var (lefts, rights) = (left([item]), right([item]));
        if (lefts.Failed || lefts.Values.Count > 1) return null;
        if (lefts.Values.Count == 0) return false;
        if (rights.Failed || rights.Values.Count > 1) return null;
        return rights.Values.Count == 0 ? false : JsonPathComparison.Holds(lefts.Values[0], comparison, rights.Values[0]);
    });

    // Null of the condition: it cannot be told.
    private static JsonPathStep Filter(Func<JsonValue, bool?> condition) => input =>
    {
        List<JsonValue> found = [];
        foreach (var value in input)
        {
            if (value is not JsonArray list) return new(input, Failed: true);
            foreach (var item in list)
            {
                if (condition(item) is not { } holds) return new(input, Failed: true);
                if (holds) found.Add(item);
            }
        }

        return new(found);
    };

    private static IEnumerable<JsonValue> Children(JsonValue value) => value switch
    {
        JsonArray list => list,
        JsonObject map => map.Select(member => member.Value),
        _ => [],
    };

    private static IEnumerable<JsonValue> Below(JsonValue value)
    {
        if (value is JsonString { Value.Length: > 0 }) return [value];
        return Children(value).Any() ? Children(value).SelectMany(Below).Prepend(value) : [];
    }
}
