using System.Text.Json;

namespace KubeSharp.SchemaBuilder;

/// <summary>Protobuf messages with inlined messages dissolved: JSON field → path of field numbers, in order of declaration.</summary>
internal sealed class ProtobufFacts
{
    private readonly Dictionary<string, JsonElement> messages = [];

    public ProtobufFacts(string path)
    {
        foreach (var message in JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.EnumerateObject())
            messages[message.Name] = message.Value;
    }

    public bool Has(string type) => messages.ContainsKey(MessageName(type));

    /// <summary>The fields of an OpenAPI type's message: JSON name, "2.1" path, and whether a list hides in a wrapper message.</summary>
    public List<(string Name, string Path, bool Wrapped)> Fields(string type)
    {
        var fields = new List<(string, string, bool)>();
        if (messages.TryGetValue(MessageName(type), out var message))
            Collect(message, "", fields);
        return fields;
    }

    private void Collect(JsonElement message, string prefix, List<(string Name, string Path, bool Wrapped)> fields)
    {
        foreach (var field in message.EnumerateArray())
        {
            var path = prefix + field.GetProperty("number").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
            var type = field.GetProperty("type").GetString()!;
            if (field.TryGetProperty("inline", out var inline) && inline.GetBoolean())
            {
                Collect(messages[type], path + ".", fields);
                continue;
            }

            var name = field.TryGetProperty("json", out var json) ? json.GetString()! : field.GetProperty("name").GetString()!;
            fields.Add((name, path, IsListWrapper(type)));
        }
    }

    /// <summary>A Go slice type of its own (Verbs, ExtraValue) travels as a message with the one field "items".</summary>
    private bool IsListWrapper(string type) =>
        !type.EndsWith("List", StringComparison.Ordinal) && messages.TryGetValue(type, out var message) && message.GetArrayLength() == 1
        && message[0].GetProperty("name").GetString() == "items" && message[0].GetProperty("label").GetString() == "repeated";

    private static string MessageName(string type) => string.Join('.', type.Replace("io.k8s.", "k8s.io.", StringComparison.Ordinal).Split('.'))
        .Replace("apiextensions-apiserver", "apiextensions_apiserver", StringComparison.Ordinal)
        .Replace("kube-aggregator", "kube_aggregator", StringComparison.Ordinal);
}
