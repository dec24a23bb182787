using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.Scheduler.Configuration;

/// <summary>An object of the configuration with its path, so that every complaint can say where. Unknown fields are refused.</summary>
internal sealed class ConfigurationNode(JsonObject value, string path)
{
    /// <summary>Where it is, for messages.</summary>
    public string Path => path;

    /// <summary>The object itself.</summary>
    public JsonObject Value => value;

    /// <summary>Refuses fields that are none of these.</summary>
    public ConfigurationNode Only(params ReadOnlySpan<string> known)
    {
        foreach (var name in value.Names)
        {
            if (!known.Contains(name))
                throw Fault(name, "unknown field");
        }

        return this;
    }

    /// <summary>The text of a field; null when it is absent.</summary>
    public string? Text(string name) => Get(name) switch
    {
        null => null,
        JsonString text => text.Value,
        _ => throw Fault(name, "must be a string"),
    };

    /// <summary>The number of a field, within bounds; null when it is absent.</summary>
    public long? Number(string name, long min, long max)
    {
        if (Get(name) is not { } field)
            return null;
        if (field is not JsonNumber number || !number.TryGetInt64(out var result))
            throw Fault(name, "must be an integer");
        return result >= min && result <= max
            ? result
            : throw Fault(name, string.Create(CultureInfo.InvariantCulture, $"{result} is not between {min} and {max}"));
    }

    /// <summary>The truth of a field; null when it is absent.</summary>
    public bool? Truth(string name) => Get(name) switch
    {
        null => null,
        JsonBoolean boolean => boolean.Value,
        _ => throw Fault(name, "must be true or false"),
    };

    /// <summary>A duration such as 15s or 1m30s; null when it is absent.</summary>
    public TimeSpan? Duration(string name) =>
        Text(name) is not { } text ? null : GoDuration.TryParse(text, out var result) ? result : throw Fault(name, $"\"{text}\" is not a duration");

    /// <summary>An object; null when it is absent.</summary>
    public ConfigurationNode? Object(string name) => Get(name) switch
    {
        null => null,
        JsonObject inner => new ConfigurationNode(inner, Join(name)),
        _ => throw Fault(name, "must be an object"),
    };

    /// <summary>The objects of a list; none when it is absent.</summary>
    public IEnumerable<ConfigurationNode> Objects(string name)
    {
        var index = 0;
        foreach (var item in Items(name))
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{Join(name)}[{index++}]");
            yield return item is JsonObject inner ? new ConfigurationNode(inner, where) : throw new SchedulerConfigurationException(where + ": must be an object");
        }
    }

    /// <summary>The texts of a list; none when it is absent.</summary>
    public IEnumerable<string> Texts(string name)
    {
        foreach (var item in Items(name))
            yield return item is JsonString text ? text.Value : throw Fault(name, "must be a list of strings");
    }

    /// <summary>A complaint about a field.</summary>
    public SchedulerConfigurationException Fault(string name, string what) => new($"{Join(name)}: {what}");

    private JsonValue? Get(string name) => value[name] is { } field and not JsonNull ? field : null;

    private JsonArray Items(string name) => Get(name) switch
    {
        null => [],
        JsonArray array => array,
        _ => throw Fault(name, "must be a list"),
    };

    private string Join(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
