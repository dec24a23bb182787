using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>
/// A path of the template language of client-go (package util/jsonpath), as columns of definitions use it: members, indexes and slices,
/// unions, wildcards, recursive descent and filters.
/// </summary>
internal sealed class JsonPath
{
    private readonly JsonPathStep steps;

    private JsonPath(JsonPathStep steps) => this.steps = steps;

    /// <summary>Reads a path; false where the language knows no such path.</summary>
    public static bool TryParse(string text, out JsonPath path)
    {
        var parsed = new JsonPathParser($"{{{text}}}").Parse();
        path = new JsonPath(parsed ?? JsonPathSteps.Nothing);
        return parsed is not null;
    }

    /// <summary>The values at the path, none where it does not fit the document (an index that is out of range, a filter of what is no list).</summary>
    public IReadOnlyList<JsonValue> Find(JsonValue root)
    {
        var (values, failed) = steps([root]);
        return failed ? [] : values;
    }
}
