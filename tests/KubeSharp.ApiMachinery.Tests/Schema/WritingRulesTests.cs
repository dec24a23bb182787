using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiMachinery.Tests.Schema;

/// <summary>The table says which empty fields are written; every recorded answer of the real server must agree.</summary>
public sealed class WritingRulesTests
{
    [Fact]
    public void Recorded_objects_have_exactly_the_empty_fields_that_the_table_says()
    {
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        var objects = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("golden/corpus"), "*.json", SearchOption.AllDirectories))
        {
            foreach (var step in JsonParser.ParseObject(File.ReadAllBytes(file)).GetArray("steps")!)
            {
                // Answers that were cut down for comparison prove nothing.
                if (step is not JsonObject request || request.Contains("pick") || request.Contains("drop") || step.Find("response", "body") is not JsonObject body)
                    continue;
                if (TypeOf(body) is not { } type || body.GetString("kind") is "Status" or "Table" || body.GetString("kind")!.EndsWith("List", StringComparison.Ordinal))
                    continue;
                objects++;
                Check(type, body, body.GetString("kind")!, faults);
                if (request.GetObject("body") is { } sent && sent.GetString("kind") == body.GetString("kind") && Accepted(request))
                    CheckDropped(type, sent, body, body.GetString("kind")!, faults);
            }
        }

        Assert.True(objects > 500);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static bool Accepted(JsonObject step) => step.FindObject("response")!.GetInt64("status") is 200 or 201
        && step.GetString("request")!.StartsWith('P') && !step.GetString("request")!.Contains("status", StringComparison.Ordinal)
        && !step.GetString("request")!.StartsWith("PATCH", StringComparison.Ordinal);

    /// <summary>A zero that was sent and did not come back was not behind a pointer.</summary>
    private static void CheckDropped(TypeSchema type, JsonValue sent, JsonValue answer, string path, SortedSet<string> faults)
    {
        switch (sent, answer)
        {
            case (JsonArray a, JsonArray b) when type.Type == FieldType.List && a.Count == b.Count:
                for (var i = 0; i < a.Count; i++)
                    CheckDropped(type.Items!, a[i], b[i], path, faults);
                return;
            case (JsonObject a, JsonObject b) when type.Type == FieldType.Object:
                foreach (var (name, value) in a)
                {
                    if (type.Field(name) is not { } field || path.EndsWith(".status", StringComparison.Ordinal) || name is "status" or "metadata")
                        continue;
                    if (b[name] is { } back)
                        CheckDropped(field.Type, value, back, $"{path}.{name}", faults);
                    else if (field.IsPointer && value is JsonBoolean { Value: false } or JsonNumber { Text: "0" } or JsonString { Value: "" })
                        faults.Add($"{type.Name} {name}: {value} was dropped although the table says it is behind a pointer ({path})");
                }

                return;
        }
    }

    private static TypeSchema? TypeOf(JsonObject body)
    {
        if (body.GetString("kind") is not { } kind || body.GetString("apiVersion") is not { } version)
            return null;
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return SchemaRegistry.Kubernetes.FindKind(slash < 0 ? "" : version[..slash], version[(slash + 1)..], kind);
    }

    private static void Check(TypeSchema type, JsonValue value, string path, SortedSet<string> faults)
    {
        switch (value)
        {
            case JsonArray array when type.Type == FieldType.List:
                foreach (var item in array)
                    Check(type.Items!, item, path, faults);
                return;
            case JsonObject map when type.Type == FieldType.Map:
                foreach (var (_, item) in map)
                    Check(type.Items!, item, path, faults);
                return;
            case JsonObject fields when type.Type == FieldType.Object:
                foreach (var (name, member) in fields)
                {
                    if (!type.TryGetField(name, out var field))
                        faults.Add($"{type.Name} {name}: not in the table ({path})");
                    else
                        CheckMember(type, field, member, path, faults);
                }

                foreach (var field in type.Fields)
                {
                    if (!field.OmitEmpty && !fields.Contains(field.Name))
                        faults.Add($"{type.Name} {field.Name}: not written although the table says always ({path})");
                }

                return;
        }
    }

    private static void CheckMember(TypeSchema type, FieldSchema field, JsonValue member, string path, SortedSet<string> faults)
    {
        var empty = member switch
        {
            JsonNull => true,
            JsonString s => s.Value.Length == 0,
            JsonBoolean b => !b.Value,
            JsonNumber n => n.ToString() == "0",
            JsonArray a => a.Count == 0,
            JsonObject o => o.Count == 0,
            _ => false,
        };
        if (empty && field.OmitEmpty && !field.IsPointer && field.Type.Type is not (FieldType.IntOrString or FieldType.FieldsV1))
            faults.Add($"{type.Name} {field.Name}: written empty ({member}) although the table says omitted ({path})");
        Check(field.Type, member, $"{path}.{field.Name}", faults);
    }
}
