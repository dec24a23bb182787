using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Resources.Apiextensions.Values;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>
/// One node of an OpenAPI v3 schema as definitions of custom resources carry it (JSONSchemaProps), read once. Immutable and safe for concurrent use.
/// </summary>
internal sealed class SchemaNode
{
    private static readonly IReadOnlyList<SchemaNode> None = [];
    private readonly Dictionary<string, SchemaNode>? index;
    private Regex? patternRegex;

    private SchemaNode(JsonObject source)
    {
        Source = source;
        Type = source.GetString("type") ?? "";
        Format = source.GetString("format") ?? "";
        Pattern = source.GetString("pattern") ?? "";
        Nullable = source.GetBool("nullable") == true;
        Default = source["default"] is { IsNull: false } value ? value : null;
        Required = Texts(source.GetArray("required"));
        Enum = source.GetArray("enum");
        Properties = Children(source.GetObject("properties"), out index);
        AdditionalProperties = source.GetObject("additionalProperties") is { } rest ? new SchemaNode(rest) : null;
        AllowsAdditional = source.GetBool("additionalProperties");
        Items = source["items"] is JsonObject item ? new SchemaNode(item) : null;
        ItemsList = List(source["items"] as JsonArray);
        AllOf = List(source.GetArray("allOf"));
        AnyOf = List(source.GetArray("anyOf"));
        OneOf = List(source.GetArray("oneOf"));
        Not = source.GetObject("not") is { } not ? new SchemaNode(not) : null;
        ListType = source.GetString("x-kubernetes-list-type");
        MapType = source.GetString("x-kubernetes-map-type");
        ListMapKeys = Texts(source.GetArray("x-kubernetes-list-map-keys"));
        Validations = source.GetArray("x-kubernetes-validations") ?? [];
        PreservesUnknown = source.GetBool("x-kubernetes-preserve-unknown-fields") == true;
        EmbeddedResource = source.GetBool("x-kubernetes-embedded-resource") == true;
        IntOrString = source.GetBool("x-kubernetes-int-or-string") == true;
        CheckedFormat = TextFormats.IsRecognized(Format, IntOrString ? "" : Type) ? Format : "";
    }

    /// <summary>The JSON it was read from. Not to be changed.</summary>
    public JsonObject Source { get; }

    /// <summary>The type; empty if not said.</summary>
    public string Type { get; }

    /// <summary>The format; empty if not said.</summary>
    public string Format { get; }

    /// <summary>The format if it means something for the type; empty if not. Values are checked by this one.</summary>
    public string CheckedFormat { get; }

    /// <summary>The regular expression that strings must match; empty if not said.</summary>
    public string Pattern { get; }

    /// <summary>Whether null is a value.</summary>
    public bool Nullable { get; }

    /// <summary>What a missing value gets; null for nothing. Clone before use.</summary>
    public JsonValue? Default { get; }

    /// <summary>The members that must be there.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>The values allowed; null for any.</summary>
    public JsonArray? Enum { get; }

    /// <summary>The known members, in the order of the document.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties { get; }

    /// <summary>The schema of all other members; null if there is none.</summary>
    public SchemaNode? AdditionalProperties { get; }

    /// <summary>What additionalProperties says if it is a boolean; null if it is not.</summary>
    public bool? AllowsAdditional { get; }

    /// <summary>The schema of items.</summary>
    public SchemaNode? Items { get; }

    /// <summary>The schemas of items one by one, which is not allowed in definitions.</summary>
    public IReadOnlyList<SchemaNode> ItemsList { get; }

    /// <summary>All of these must fit.</summary>
    public IReadOnlyList<SchemaNode> AllOf { get; }

    /// <summary>One of these must fit.</summary>
    public IReadOnlyList<SchemaNode> AnyOf { get; }

    /// <summary>Exactly one of these must fit.</summary>
    public IReadOnlyList<SchemaNode> OneOf { get; }

    /// <summary>This may not fit.</summary>
    public SchemaNode? Not { get; }

    /// <summary>x-kubernetes-list-type; null if not said.</summary>
    public string? ListType { get; }

    /// <summary>x-kubernetes-map-type; null if not said.</summary>
    public string? MapType { get; }

    /// <summary>x-kubernetes-list-map-keys.</summary>
    public IReadOnlyList<string> ListMapKeys { get; }

    /// <summary>x-kubernetes-validations: the rules in CEL.</summary>
    public JsonArray Validations { get; }

    /// <summary>Whether members that have no schema are kept.</summary>
    public bool PreservesUnknown { get; }

    /// <summary>Whether the value is an object of the API.</summary>
    public bool EmbeddedResource { get; }

    /// <summary>Whether the value is an integer or a string.</summary>
    public bool IntOrString { get; }

    /// <summary>Reads a schema.</summary>
    public static SchemaNode Read(JsonObject source) => new(source);

    /// <summary>The schema of a known member, or null.</summary>
    public SchemaNode? Property(string name) => index?.GetValueOrDefault(name);

    /// <summary>Whether a member of the schema itself is there and not null.</summary>
    public bool Has(string member) => Source[member] is { IsNull: false };

    /// <summary>A number of the schema, such as <c>maximum</c>; null if not said.</summary>
    public double? Number(string member) => (Source[member] as JsonNumber)?.ToDouble();

    /// <summary>A whole number of the schema, such as <c>maxLength</c>; null if not said.</summary>
    public long? Count(string member) => Source.GetInt64(member);

    /// <summary>Whether a string matches <see cref="Pattern"/>; malformed patterns match nothing.</summary>
    public bool MatchesPattern(string text)
    {
        patternRegex ??= GoRegex.TryCompile(Pattern, out var compiled, out _) ? compiled : new Regex("$a", RegexOptions.NonBacktracking);
        return patternRegex.IsMatch(text);
    }

    /// <summary>Whether this node or one below fulfils a condition.</summary>
    public bool Any(Func<SchemaNode, bool> condition)
    {
        if (condition(this)) return true;
        foreach (var (_, child) in Properties)
        {
            if (child.Any(condition)) return true;
        }

        foreach (var child in (ReadOnlySpan<SchemaNode?>)[Items, AdditionalProperties, Not])
        {
            if (child is not null && child.Any(condition)) return true;
        }

        foreach (var list in (ReadOnlySpan<IReadOnlyList<SchemaNode>>)[ItemsList, AllOf, AnyOf, OneOf])
        {
            foreach (var child in list)
            {
                if (child.Any(condition)) return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<SchemaNode> List(JsonArray? list) => list is null ? None : [.. list.OfType<JsonObject>().Select(Read)];

    private static string[] Texts(JsonArray? list) => list is null ? [] : [.. list.OfType<JsonString>().Select(text => text.Value)];

    private static List<KeyValuePair<string, SchemaNode>> Children(JsonObject? map, out Dictionary<string, SchemaNode>? index)
    {
        index = null;
        if (map is null || map.Count == 0) return [];
        var children = new List<KeyValuePair<string, SchemaNode>>(map.Count);
        index = new Dictionary<string, SchemaNode>(map.Count, StringComparer.Ordinal);
        foreach (var (name, value) in map)
        {
            var child = new SchemaNode(value as JsonObject ?? []);
            children.Add(new(name, child));
            index[name] = child;
        }

        return children;
    }
}
