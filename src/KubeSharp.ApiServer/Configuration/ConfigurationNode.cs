using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>
/// An object in a configuration file that is read member by member. What has the wrong type, and what nobody asked for by the end, is a fault:
/// a misspelt member of a security configuration must not pass in silence.
/// </summary>
internal sealed class ConfigurationNode
{
    private readonly JsonObject document;
    private readonly string prefix;
    private readonly HashSet<string> seen;
    private readonly List<ConfigurationNode> children = [];
    private readonly List<string> faults;

    /// <summary>The whole file; kind and version are known to be right.</summary>
    public ConfigurationNode(JsonObject document)
        : this(document, "", [])
    {
        Skip("kind", "apiVersion");
    }

    private ConfigurationNode(JsonObject document, string prefix, List<string> faults)
    {
        this.document = document;
        this.prefix = prefix;
        this.faults = faults;
        seen = new(StringComparer.Ordinal);
    }

    /// <summary>Whether the member is there and not null.</summary>
    public bool Has(string name) => document[name] is { IsNull: false };

    /// <summary>Members that may be there and do not matter.</summary>
    public void Skip(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) seen.Add(name);
    }

    /// <summary>A text, or null.</summary>
    public string? String(string name) => Member(name) switch
    {
        null => null,
        JsonString text => text.Value,
        var other => Wrong<string>(name, other, "string"),
    };

    /// <summary>A truth value, or null.</summary>
    public bool? Bool(string name)
    {
        var value = Member(name);
        if (value is null or JsonBoolean) return (value as JsonBoolean)?.Value;
        Wrong<string>(name, value, "bool");
        return null;
    }

    /// <summary>A whole number, or null.</summary>
    public long? Int64(string name)
    {
        var value = Member(name);
        if (value is null) return null;
        if (value is JsonNumber number && number.TryGetInt64(out var result)) return result;
        Wrong<string>(name, value, "int64");
        return null;
    }

    /// <summary>A duration such as <c>5m</c>, or null.</summary>
    public TimeSpan? Duration(string name)
    {
        if (String(name) is not { } text) return null;
        if (GoDuration.TryParse(text, out var duration)) return duration;
        faults.Add($"{prefix}{name}: time: invalid duration {GoText.Quote(text)}");
        return null;
    }

    /// <summary>A list of texts; empty if it is not there.</summary>
    public IReadOnlyList<string> Strings(string name)
    {
        List<string> result = [];
        foreach (var item in Array(name))
        {
            if (item is JsonString text) result.Add(text.Value);
            else Wrong<string>(name, item, "string");
        }

        return result;
    }

    /// <summary>An object to read, or null.</summary>
    public ConfigurationNode? Object(string name) => Member(name) switch
    {
        null => null,
        JsonObject inner => Child(inner, $"{prefix}{name}."),
        var other => Wrong<ConfigurationNode>(name, other, "object"),
    };

    /// <summary>The objects of a list; empty if it is not there.</summary>
    public IReadOnlyList<ConfigurationNode> Objects(string name)
    {
        List<ConfigurationNode> result = [];
        foreach (var item in Array(name))
        {
            if (item is JsonObject inner) result.Add(Child(inner, $"{prefix}{name}[{result.Count}]."));
            else Wrong<string>(name, item, "object");
        }

        return result;
    }

    /// <summary>Called on the whole file at the end.</summary>
    /// <exception cref="FormatException">Something was of the wrong type, or nobody knows it.</exception>
    public void Finish()
    {
        Collect();
        if (faults.Count > 0) throw new FormatException($"strict decoding error: {string.Join(", ", faults)}");
    }

    private void Collect()
    {
        foreach (var (name, _) in document)
        {
            if (!seen.Contains(name)) faults.Add($"unknown field {GoText.Quote(prefix + name)}");
        }

        foreach (var child in children) child.Collect();
    }

    private JsonValue? Member(string name)
    {
        seen.Add(name);
        return document[name] is { IsNull: false } value ? value : null;
    }

    private JsonArray Array(string name) => Member(name) switch
    {
        null => [],
        JsonArray items => items,
        var other => Wrong<JsonArray>(name, other, "array") ?? [],
    };

    private ConfigurationNode Child(JsonObject inner, string path)
    {
        var child = new ConfigurationNode(inner, path, faults);
        children.Add(child);
        return child;
    }

    private T? Wrong<T>(string name, JsonValue value, string expected)
        where T : class
    {
        faults.Add($"{prefix}{name}: a {value.GoKind} where a {expected} belongs");
        return null;
    }
}
